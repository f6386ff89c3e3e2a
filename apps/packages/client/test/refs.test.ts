import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Message } from '../src';
import { cached, freezeTime, pass, row, settled, twoPeople, type World } from './world';

let w: World;

beforeEach(async () => {
  freezeTime();
  w = await twoPeople();
});
afterEach(() => vi.useRealTimers());

it('an answer says what it answers, at once and in its frame', async () => {
  const original = w.server.say(w.room, w.linId, 'x'.repeat(200));
  await pass(50);
  await settled(w.mary.open(w.room.id));
  const item = w.mary.send(w.room.id, 'yes', { replyTo: original });
  expect(item.quote).toMatchObject({ seq: original.seq, original: { text: 'x'.repeat(120) } });
  await pass(50);
  const frame = w.server.frames('send_message').at(-1);
  expect(frame).toMatchObject({ reply_to: original.seq });
  expect(frame).not.toHaveProperty('mentions');
  expect(w.mary.timeline(w.room.id)?.messages.at(-1)?.reply_to?.seq).toBe(original.seq);
});

it('other words of a message are in its quotes, in memory and in the cache', async () => {
  await settled(w.mary.open(w.room.id));
  w.server.say(w.room, w.linId, 'm1');
  await pass();
  w.mary.send(w.room.id, 'answer', { replyTo: w.room.messages[0]! });
  await pass(100);
  const words = (message?: Message) => message?.reply_to?.original?.text;
  const shown = (seq: number) => w.mary.timeline(w.room.id)?.messages[seq - 1];
  expect(words(shown(2))).toBe('m1');
  w.server.change(w.room, 1, { body: { text: 'better' }, version: 1 });
  await pass(100);
  expect(words(shown(2))).toBe('better');
  expect((await cached(w.maryBrowser, w.maryId)).map(words)).toEqual([undefined, 'better']);
  // It was quoted before it got these words, and comes after.
  const late = w.server.say(w.room, w.linId, 'late', true);
  const { sender, kind } = w.room.messages[0]!;
  late.reply_to = { seq: 1, original: { sender, kind, text: 'm1' } };
  w.server.push(w.maryId, { type: 'new_message', message: late });
  await pass();
  expect(words(shown(3))).toBe('better');
});

it('an answer that was taken back answers nothing, also when its original was deleted here', async () => {
  await settled(w.mary.open(w.room.id));
  const original = w.server.say(w.room, w.linId, 'm1');
  await pass();
  w.mary.send(w.room.id, 'answer', { replyTo: original });
  await pass();
  await settled(w.mary.messages.deleteForMe(w.room.id, 1));
  w.server.change(w.room, 2, { kind: 'deleted', body: { text: '' }, recalled: true, reply_to: null });
  await pass(100);
  expect(w.mary.timeline(w.room.id)?.messages).toMatchObject([{ seq: 2, recalled: true, reply_to: null }]);
});

it('a mention of this account waits in the list until it is read', async () => {
  const sender = { id: w.maryId, name: 'mary', avatar: null, deleted: false };
  const message = w.server.say(w.room, w.linId, '@mary look', true);
  message.mentions = { users: [sender], all: false };
  w.server.push(w.maryId, { type: 'new_message', message });
  await pass(50);
  expect(row(w.mary, w.room.id).mentioned).toBe(true);
  await settled(w.mary.open(w.room.id));
  w.mary.markRead(w.room.id, message.seq);
  expect(row(w.mary, w.room.id).mentioned).toBe(false);
});

it('a card is a card for its sender too', async () => {
  const { card } = w.mary.people.shareCard(w.room.id, w.server.state.profile(w.linId)).body;
  await settled(w.mary.open(w.room.id));
  await pass(50);
  const sent = w.mary.timeline(w.room.id)?.messages.at(-1);
  expect(sent).toMatchObject({ kind: 'card', body: { card: { id: w.linId } } });
  expect(sent?.body.card).toEqual(card);
  expect(w.room.messages.at(-1)?.kind).toBe('card');
});
