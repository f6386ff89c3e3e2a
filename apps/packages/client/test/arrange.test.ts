import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { KamaClient } from '../src';
import { Browser, freezeTime, pass, row, settled, twoPeople, type World, holding } from './world';

let w: World;

beforeEach(async () => {
  freezeTime();
  w = await twoPeople();
});
afterEach(() => vi.useRealTimers());

async function phoneOfMary(): Promise<KamaClient> {
  const phone = new Browser(w.server).tab();
  await settled(phone.signIn('mary', 'battery staple'));
  await pass(50);
  return phone;
}

it('what is pinned is seen at once and on the other device', async () => {
  const phone = await phoneOfMary();
  const done = w.mary.arrange(w.room.id, { pinned: true });
  expect(row(w.mary, w.room.id).settings.pinned).toBe(true);
  await settled(done);
  await pass(50);
  expect(row(phone, w.room.id).settings.pinned).toBe(true);
});

it('a change that is heard of while the chat is asked for is not missed', async () => {
  const line = holding(w.server, w.room.id);
  const phone = new Browser(w.server).tab(line);
  await settled(phone.signIn('mary', 'battery staple'));
  await pass(50);
  line.hold();
  await settled(w.mary.arrange(w.room.id, { pinned: true }));
  await pass(50);
  await settled(w.mary.arrange(w.room.id, { notify: 'none' }));
  await pass(50);
  line.release();
  await pass(50);
  expect(row(phone, w.room.id).settings).toMatchObject({ pinned: true, notify: 'none' });
});

it('the mark as unread does not come back with an answer from before the cursor moved', async () => {
  w.server.say(w.room, w.linId, 'a');
  const line = holding(w.server, w.room.id);
  const phone = new Browser(w.server).tab(line);
  await settled(phone.signIn('mary', 'battery staple'));
  await pass(50);
  line.hold();
  await settled(w.mary.arrange(w.room.id, { marked_unread: true }));
  await pass(50);
  const kept = w.room.kept!.get(w.maryId)!;
  w.room.kept!.set(w.maryId, { ...kept, marked_unread: false });
  await settled(w.mary.open(w.room.id));
  w.mary.markRead(w.room.id, 1);
  await pass(200);
  line.release();
  await pass(50);
  expect(row(phone, w.room.id)).toMatchObject({ read_seq: 1, settings: { marked_unread: false } });
});

it('a draft does not come back with an answer from before it was said', async () => {
  const line = holding(w.server, w.room.id);
  const phone = new Browser(w.server).tab(line);
  await settled(phone.signIn('mary', 'battery staple'));
  await pass(50);
  line.hold();
  w.mary.setDraft(w.room.id, 'well');
  await pass(1_100);
  w.server.say(w.room, w.maryId, 'well');
  await pass(50);
  line.release();
  await pass(50);
  expect(row(phone, w.room.id)).toMatchObject({ draft: '', settings: { draft: null } });
});

it('what the server refuses is taken back', async () => {
  w.server.refusals.set(`conversations/${w.room.id}`, { status: 503, code: 'busy' });
  await expect(settled(w.mary.arrange(w.room.id, { pinned: true }))).rejects.toThrow();
  expect(row(w.mary, w.room.id).settings.pinned).toBe(false);
});

it('a message brings back what was put aside, and a silent one stays', async () => {
  await settled(w.mary.arrange(w.room.id, { archived: true, hidden: true }));
  await pass(50);
  expect(row(w.mary, w.room.id)).toMatchObject({ archived: true, hidden: true });
  w.server.say(w.room, w.linId, 'hello');
  await pass(50);
  expect(row(w.mary, w.room.id)).toMatchObject({ archived: false, hidden: false });
  await settled(w.mary.arrange(w.room.id, { archived: true, notify: 'none' }));
  w.server.say(w.room, w.linId, 'hello again');
  await pass(50);
  expect(row(w.mary, w.room.id)).toMatchObject({ archived: true, unread: 2 });
});

it('a draft is sent after a pause, taken by the other device, and gone with the message', async () => {
  const phone = await phoneOfMary();
  for (const text of ['h', 'ha', 'half']) {
    w.mary.setDraft(w.room.id, text);
    await pass(300);
  }
  expect(row(phone, w.room.id).draft).toBe('');
  await pass(1_000);
  await pass(50);
  expect(row(phone, w.room.id).draft).toBe('half');
  w.mary.setDraft(w.room.id, '');
  w.mary.send(w.room.id, 'half a sentence');
  await pass(1_000);
  await pass(50);
  expect(row(phone, w.room.id).draft).toBe('');
});

it('what is to be answered stays chosen without a word yet, whatever comes from the server', async () => {
  const phone = await phoneOfMary();
  w.server.say(w.room, w.linId, 'who comes?');
  await pass(50);
  w.mary.setDraft(w.room.id, '', 1);
  await pass(1_500);
  w.server.event(w.maryId, 'conversation', w.room.id);
  await pass(50);
  expect(row(w.mary, w.room.id)).toMatchObject({ draft: '', draftReplyTo: 1 });
  expect(w.room.kept?.get(w.maryId)?.draft ?? null).toBeNull();
  // Another device writes: that is newer.
  phone.setDraft(w.room.id, 'me');
  await pass(1_500);
  expect(row(w.mary, w.room.id)).toMatchObject({ draft: 'me', draftReplyTo: null });
});

it('a draft outlives what was sent on and the cards of people', async () => {
  w.mary.setDraft(w.room.id, 'half');
  await pass(1_000);
  await pass(50);
  const message = w.server.say(w.room, w.maryId, 'from elsewhere', true);
  message.body = { text: 'from elsewhere', forwarded: true };
  w.server.push(w.maryId, { type: 'new_message', message });
  w.mary.people.shareCard(w.room.id, w.server.state.profile(w.linId));
  await pass(50);
  expect(row(w.mary, w.room.id)).toMatchObject({ draft: 'half', last_seq: 2 });
  w.server.say(w.room, w.maryId, 'half a sentence');
  await pass(50);
  expect(row(w.mary, w.room.id).draft).toBe('');
});

it('a draft that was written without a network goes out with the next line', async () => {
  w.server.kill();
  await pass(10);
  w.mary.setDraft(w.room.id, 'on the train');
  await pass(2_000);
  w.server.start();
  await pass(40_000);
  await pass(2_000);
  expect(w.room.kept?.get(w.maryId)?.draft?.text).toBe('on the train');
});

it('the mark as unread ends when another device read while the line was down', async () => {
  w.server.say(w.room, w.linId, 'a');
  await pass(50);
  await settled(w.mary.arrange(w.room.id, { marked_unread: true }));
  await pass(50);
  expect(row(w.mary, w.room.id).settings.marked_unread).toBe(true);
  w.server.cutSockets();
  w.room.members.find((member) => member.userId === w.maryId)!.readSeq = 1;
  await pass(2_000);
  expect(row(w.mary, w.room.id)).toMatchObject({ unread: 0, settings: { marked_unread: false } });
});
