import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cached, freezeTime, pass, row, settled, texts, twoPeople, type World } from './world';

let w: World;

beforeEach(async () => {
  freezeTime();
  w = await twoPeople();
});
afterEach(() => vi.useRealTimers());

const numbers = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, i) => `m${from + i}`);

const pulls = (userId: string): number[][] =>
  w.server.received.flatMap(({ userId: by, frame }) =>
    by === userId && frame.type === 'pull' ? [[frame.from, frame.to]] : [],
  );

describe('messages that arrive', () => {
  it('are shown in the order of their numbers, whatever order they come in', async () => {
    await settled(w.mary.open(w.room.id));
    const frames = numbers(1, 3).map((text) => w.server.say(w.room, w.linId, text, true));
    for (const message of [frames[2]!, frames[0]!, frames[1]!]) {
      w.server.push(w.maryId, { type: 'new_message', message });
    }
    await pass();
    expect(texts(w.mary.timeline(w.room.id))).toEqual(['m1', 'm2', 'm3']);
  });

  it('are shown once when they are pushed twice', async () => {
    await settled(w.mary.open(w.room.id));
    const message = w.server.say(w.room, w.linId, 'once');
    w.server.push(w.maryId, { type: 'new_message', message });
    await pass();
    expect(texts(w.mary.timeline(w.room.id))).toEqual(['once']);
    expect(row(w.mary, w.room.id).unread).toBe(1);
  });

  it('wait behind a hole, which is pulled page by page', async () => {
    await settled(w.mary.open(w.room.id));
    for (const text of numbers(1, 449)) w.server.say(w.room, w.linId, text, true);
    w.server.say(w.room, w.linId, 'm450');
    await pass();
    expect(texts(w.mary.timeline(w.room.id))).toEqual(numbers(1, 450));
    expect(pulls(w.maryId)).toEqual([
      [1, 200],
      [201, 400],
      [401, 449],
    ]);
    expect(row(w.mary, w.room.id).unread).toBe(450);
  });

  it('that came twice do not hide a hole behind them', async () => {
    await settled(w.mary.open(w.room.id));
    const first = w.server.say(w.room, w.linId, 'm1');
    w.server.push(w.maryId, { type: 'new_message', message: first });
    w.server.say(w.room, w.linId, 'm2', true);
    w.server.say(w.room, w.linId, 'm3');
    await pass();
    expect(texts(w.mary.timeline(w.room.id))).toEqual(['m1', 'm2', 'm3']);
  });

  it('jump to the newest page when the hole is too large to fill', async () => {
    await settled(w.mary.open(w.room.id));
    for (const text of numbers(1, 1500)) w.server.say(w.room, w.linId, text, true);
    w.server.say(w.room, w.linId, 'm1501');
    await pass();
    const view = w.mary.timeline(w.room.id)!;
    expect(texts(view)).toEqual(numbers(1452, 1501));
    expect(view.hasOlder).toBe(true);
    expect(row(w.mary, w.room.id).unread).toBe(1501);
    await settled(w.mary.loadOlder(w.room.id));
    expect(texts(w.mary.timeline(w.room.id))).toEqual(numbers(1402, 1501));
  });

  it('leave out numbers that the server says are gone, and do not ask for them again', async () => {
    await settled(w.mary.open(w.room.id));
    for (const text of numbers(1, 4)) w.server.say(w.room, w.linId, text, true);
    w.server.state.lost.set(w.room.id, new Set([2, 3]));
    w.server.say(w.room, w.linId, 'm5');
    await pass(30_000);
    expect(texts(w.mary.timeline(w.room.id))).toEqual(['m1', 'm4', 'm5']);
    expect(pulls(w.maryId)).toEqual([[1, 4]]);
  });

  it('are found without a push when the line is new', async () => {
    await settled(w.mary.open(w.room.id));
    w.server.cutSockets();
    for (const text of numbers(1, 3)) w.server.say(w.room, w.linId, text);
    w.server.say(w.room, w.maryId, 'from my phone');
    expect(texts(w.mary.timeline(w.room.id))).toEqual([]);
    await pass(600);
    expect(w.mary.connection.state).toBe('online');
    expect(texts(w.mary.timeline(w.room.id))).toEqual(['m1', 'm2', 'm3', 'from my phone']);
    // Counted by the heads and not once more by the messages.
    expect(row(w.mary, w.room.id)).toMatchObject({ unread: 3, own_cnt: 1 });
  });

  it('are pulled after the server says that it dropped some', async () => {
    await settled(w.mary.open(w.room.id));
    for (const text of numbers(1, 3)) w.server.say(w.room, w.linId, text, true);
    w.server.push(w.maryId, { type: 'stale', conversation_id: w.room.id, last_seq: 3, last_rev: 0 });
    await pass();
    expect(texts(w.mary.timeline(w.room.id))).toEqual(['m1', 'm2', 'm3']);
  });

  it('of an unknown conversation bring the conversation with them', async () => {
    const room = w.server.state.openRoom(w.maryId, w.server.state.id('nobody'));
    const third = room.members[1].userId;
    w.server.state.accounts.set(third, {
      ...w.server.state.accounts.get(w.linId)!,
      id: third,
      username: 'third',
    });
    w.server.say(room, third, 'one');
    w.server.say(room, third, 'two');
    await pass();
    expect(row(w.mary, room.id).last_message?.body.text).toBe('two');
    expect(row(w.mary, room.id).unread).toBe(2);
  });

  it('stay in their own conversation while another one is open', async () => {
    const third = w.server.state.id('third');
    w.server.state.accounts.set(third, {
      ...w.server.state.accounts.get(w.linId)!,
      id: third,
      username: 'third',
    });
    const other = w.server.state.openRoom(w.maryId, third);
    await settled(w.mary.open(w.room.id));
    w.server.say(other, third, 'not for this window');
    w.server.say(w.room, w.linId, 'for this window');
    await pass();
    expect(texts(w.mary.timeline(w.room.id))).toEqual(['for this window']);
    expect(row(w.mary, other.id).unread).toBe(1);
  });

  it('are taken from the server again after a reset', async () => {
    await settled(w.mary.open(w.room.id));
    for (const text of numbers(1, 5)) w.server.say(w.room, w.linId, text);
    await pass(100);
    // The server was restored from an older copy and lives on from there.
    w.room.messages.splice(3);
    w.server.say(w.room, w.linId, 'm4 of the new history', true);
    w.server.push(w.maryId, { type: 'reset', conversation_id: w.room.id });
    await pass(1_500);
    expect(texts(w.mary.timeline(w.room.id))).toEqual(['m1', 'm2', 'm3', 'm4 of the new history']);
  });
});

describe('older pages', () => {
  it('come from the server once and from the cache after a reload', async () => {
    for (const text of numbers(1, 120)) w.server.say(w.room, w.linId, text);
    await pass(100);
    const again = w.maryBrowser.tab();
    w.server.kill();
    await settled(again.restore());
    await settled(again.open(w.room.id));
    await pass();
    expect(texts(again.timeline(w.room.id))).toEqual(numbers(71, 120));
    await settled(again.loadOlder(w.room.id));
    await settled(again.loadOlder(w.room.id));
    const view = again.timeline(w.room.id)!;
    expect(texts(view)).toEqual(numbers(1, 120));
    expect(view.hasOlder).toBe(false);
  });

  it('fill a new device that has only the last message', async () => {
    for (const text of numbers(1, 80)) w.server.say(w.room, w.linId, text, true);
    const { Browser } = await import('./world');
    const phone = new Browser(w.server).tab();
    await settled(phone.signIn('mary', 'battery staple'));
    await pass();
    const first = await settled(phone.open(w.room.id));
    expect(texts(first)).toEqual(['m80']);
    expect(first.loading).toBe(true);
    await pass();
    expect(texts(phone.timeline(w.room.id))).toEqual(numbers(30, 80));
    expect(phone.timeline(w.room.id)?.loading).toBe(false);
  });
});

describe('the account feed', () => {
  it('brings a friend request that came while the line was down', async () => {
    w.server.cutSockets();
    const other = w.server.browser();
    const { createClient } = await import('../src');
    const wang = createClient({
      ...other,
      baseUrl: 'http://fake',
      indexedDB: null,
      BroadcastChannel: null,
      locks: null,
    });
    await settled(wang.register({ username: 'wang', password: 'long enough' }));
    await settled(wang.requestContact(w.maryId, 'hi'));
    await pass(600);
    expect(w.mary.friendRequests.filter((r) => r.state === 'pending').map((r) => r.from.username)).toEqual([
      'wang',
    ]);
    await settled(w.mary.acceptRequest(w.mary.friendRequests.find((r) => r.state === 'pending')!.id));
    expect(w.mary.contacts).toHaveLength(2);
    expect(w.mary.conversations).toHaveLength(2);
    await settled(wang.signOut());
  });

  it('takes away a conversation that is gone, and only that one', async () => {
    const third = w.server.state.id('third');
    const profile = { ...w.server.state.accounts.get(w.linId)!, id: third, username: 'third' };
    w.server.state.accounts.set(third, profile);
    const other = w.server.state.openRoom(w.maryId, third);
    w.server.say(other, third, 'soon gone');
    w.server.say(w.room, w.linId, 'here to stay');
    await pass(100);
    expect(w.mary.conversations).toHaveLength(2);
    w.server.state.rooms.delete(other.id);
    w.server.push(w.maryId, { type: 'reset', conversation_id: null });
    await pass(100);
    expect(w.mary.conversations.map((c) => c.last_message?.body.text)).toEqual(['here to stay']);
  });

  it('orders the list by messages that it does not get, too', async () => {
    w.server.say(w.room, w.linId, 'a');
    await pass(50);
    const unseen = w.server.say(w.room, w.linId, 'b', true);
    w.server.state.lost.set(w.room.id, new Set([2]));
    const stale = { type: 'stale', conversation_id: w.room.id, last_seq: 2, last_rev: 0 } as const;
    w.server.push(w.maryId, stale);
    await pass(50);
    expect(row(w.mary, w.room.id).last_activity_at).toBe(unseen.created_at);
  });

  it('asks for the card of a group when what changed it is not to be seen', async () => {
    const card = { name: 'Kites', avatar: null, member_count: 0, role: 'member', state: 'active' } as const;
    w.room.group = { ...card, faces: [] };
    w.server.event(w.maryId, 'conversation', w.room.id);
    await pass();
    w.room.group = { ...card, faces: [], name: 'Wind' };
    w.server.say(w.room, w.linId, 'renamed', true);
    w.server.state.lost.set(w.room.id, new Set([1]));
    const read = { type: 'read', conversation_id: w.room.id, user_id: w.maryId, seq: 0 } as const;
    w.server.push(w.maryId, { ...read, read_cnt: 0, own_cnt: 0, last_seq: 1, last_cnt: 1 });
    await pass(50);
    expect(row(w.mary, w.room.id)).toMatchObject({ last_seq: 1, group: { name: 'Wind' } });
  });

  it('takes away what the server does not name after a connect', async () => {
    w.server.cutSockets();
    w.server.state.rooms.delete(w.room.id);
    await pass(600);
    expect(w.mary.connection.state).toBe('online');
    expect(row(w.mary, w.room.id)).toBeUndefined();
  });

  it('lets nothing stay that was deleted for the account while its events were still kept', async () => {
    for (const text of numbers(1, 3)) w.server.say(w.room, w.linId, text);
    await settled(w.mary.open(w.room.id));
    await pass(100);
    // Long ago, on another device; its event is not kept any more.
    const gone = w.room.messages[2]!;
    (w.room.hidden = new Map()).set(w.maryId, new Set([gone.id]));
    w.server.push(w.maryId, { type: 'reset', conversation_id: null });
    await pass(1_500);
    expect(texts(w.mary.timeline(w.room.id))).toEqual(['m1', 'm2']);
    expect(row(w.mary, w.room.id).last_message?.body.text).not.toBe('m3');
    expect(JSON.stringify(await cached(w.maryBrowser, w.maryId))).not.toContain('m3');
  });
});
