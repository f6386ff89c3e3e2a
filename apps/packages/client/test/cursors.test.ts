import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TimelineView } from '../src';
import type { Conversation, ServerFrame } from '../src/wire';
import { Browser, freezeTime, pass, row, settled, twoPeople, type World, holding } from './world';

let w: World;

beforeEach(async () => {
  freezeTime();
  w = await twoPeople();
});
afterEach(() => vi.useRealTimers());

/** Two messages, and between them an own one that was deleted before this device had it. */
async function deletedBetween(): Promise<void> {
  w.server.say(w.room, w.linId, 'a');
  await pass(50);
  w.server.say(w.room, w.maryId, 'from my phone', true);
  w.server.state.lost.set(w.room.id, new Set([2]));
  w.server.say(w.room, w.linId, 'b');
  await pass(50);
}

describe('unread', () => {
  it('is the last count minus what is read minus what one wrote oneself', async () => {
    for (const text of ['a', 'b', 'c']) w.server.say(w.room, w.linId, text);
    await pass(50);
    expect(row(w.mary, w.room.id).unread).toBe(3);
    w.mary.send(w.room.id, 'an answer reads nothing');
    await pass();
    expect(row(w.mary, w.room.id)).toMatchObject({ unread: 3, own_cnt: 1, last_cnt: 4, read_cnt: 0 });
    await settled(w.mary.open(w.room.id));
    w.mary.markRead(w.room.id, 2);
    expect(row(w.mary, w.room.id).unread).toBe(1);
    await pass(200);
    expect(row(w.mary, w.room.id).unread).toBe(1);
    w.mary.markRead(w.room.id, 4);
    expect(row(w.mary, w.room.id)).toMatchObject({ unread: 0, own_cnt: 0, read_cnt: 4 });
  });

  it('is exact when the read frame and an own message cross', async () => {
    w.server.say(w.room, w.linId, 'a');
    await pass(50);
    await settled(w.mary.open(w.room.id));
    const own = w.server.say(w.room, w.maryId, 'from my phone', true);
    // The cursor was counted after that message, but arrives before it.
    const read = { type: 'read', conversation_id: w.room.id, user_id: w.maryId, seq: 1 } as const;
    w.server.push(w.maryId, { ...read, read_cnt: 1, own_cnt: 1, last_seq: 2, last_cnt: 2 });
    w.server.push(w.maryId, { type: 'new_message', message: own });
    w.server.say(w.room, w.linId, 'b');
    await pass(50);
    expect(row(w.mary, w.room.id).unread).toBe(1);
  });

  it('is exact when a card knows a newer message and an older cursor', async () => {
    const line = holding(w.server, w.room.id);
    const phone = new Browser(w.server).tab(line);
    await settled(phone.signIn('mary', 'battery staple'));
    for (const text of ['a', 'b']) w.server.say(w.room, w.linId, text);
    await pass(50);
    await settled(phone.open(w.room.id));
    const own = w.server.say(w.room, w.maryId, 'from my laptop', true);
    // Told before the cursor moved, heard after that was confirmed.
    line.hold();
    w.server.event(w.maryId, 'conversation', w.room.id);
    await pass();
    phone.markRead(w.room.id, 1);
    await pass(200);
    line.release();
    await pass();
    w.server.push(w.maryId, { type: 'new_message', message: own });
    await pass(50);
    expect(row(phone, w.room.id)).toMatchObject({ unread: 1, own_cnt: 1, last_seq: 3 });
  });

  it('is exact when an own message was deleted before this device had it', async () => {
    await deletedBetween();
    expect(row(w.mary, w.room.id)).toMatchObject({ unread: 2, own_cnt: 1 });
    await settled(w.mary.open(w.room.id));
    w.mary.markRead(w.room.id, 1);
    expect(row(w.mary, w.room.id).unread).toBe(1);
    await pass(200);
    expect(row(w.mary, w.room.id).unread).toBe(1);
  });

  it('is exact when a cursor counts what is on its way and what was deleted', async () => {
    await deletedBetween();
    const own = w.server.say(w.room, w.maryId, 'again', true);
    const read = { type: 'read', conversation_id: w.room.id, user_id: w.maryId, seq: 1 } as const;
    w.server.push(w.maryId, { ...read, read_cnt: 1, own_cnt: 2, last_seq: 4, last_cnt: 4 });
    w.server.push(w.maryId, { type: 'new_message', message: own });
    await pass(50);
    expect(row(w.mary, w.room.id)).toMatchObject({ unread: 1, own_cnt: 2 });
    // Counted before that message, told after it.
    w.server.state.member(w.room, w.maryId).readSeq = 1;
    w.server.push(w.maryId, { ...read, read_cnt: 1, own_cnt: 1, last_seq: 3, last_cnt: 3 });
    await pass(50);
    expect(row(w.mary, w.room.id)).toMatchObject({ unread: 1, own_cnt: 2 });
  });

  it('is asked for when a cursor counted before what was deleted', async () => {
    await deletedBetween();
    w.server.state.member(w.room, w.maryId).readSeq = 1;
    const read = { type: 'read', conversation_id: w.room.id, user_id: w.maryId, seq: 1 } as const;
    w.server.push(w.maryId, { ...read, read_cnt: 1, own_cnt: 0, last_seq: 1, last_cnt: 1 });
    await pass(50);
    expect(row(w.mary, w.room.id)).toMatchObject({ read_seq: 1, own_cnt: 1, unread: 1 });
  });

  it('is asked for when an older server says less with a cursor', async () => {
    w.server.say(w.room, w.linId, 'a');
    await pass(50);
    w.server.state.member(w.room, w.maryId).readSeq = 1;
    const read = { type: 'read', conversation_id: w.room.id, user_id: w.maryId, seq: 1 } as const;
    w.server.push(w.maryId, { ...read, read_cnt: 1, own_cnt: 0 } as ServerFrame);
    await pass(50);
    expect(row(w.mary, w.room.id)).toMatchObject({ read_seq: 1, unread: 0 });
  });

  it.each(['before it came', 'while it waited'])(
    'is exact when an own message was deleted %s',
    async (when) => {
      w.server.say(w.room, w.linId, 'a', when === 'while it waited');
      await pass(50);
      const own = w.server.say(w.room, w.maryId, 'from my phone', true);
      const come = (): void => w.server.push(w.maryId, { type: 'new_message', message: own });
      if (when === 'while it waited') come();
      w.server.event(w.maryId, 'message_hidden', own.id);
      await pass();
      if (when === 'before it came') come();
      w.server.say(w.room, w.linId, 'b');
      await pass(50);
      expect(row(w.mary, w.room.id)).toMatchObject({ unread: 2, own_cnt: 1 });
    },
  );

  it('goes away on one device when the other one reads', async () => {
    w.server.say(w.room, w.linId, 'a');
    const phone = new Browser(w.server).tab();
    await settled(phone.signIn('mary', 'battery staple'));
    await pass(50);
    expect(row(phone, w.room.id).unread).toBe(1);
    await settled(w.mary.open(w.room.id));
    w.mary.markRead(w.room.id, 1);
    await pass(200);
    expect(row(phone, w.room.id).unread).toBe(0);
  });
});

describe('the own read cursor', () => {
  it('moves forwards only', async () => {
    for (const text of ['a', 'b', 'c']) w.server.say(w.room, w.linId, text);
    await pass(50);
    await settled(w.mary.open(w.room.id));
    w.mary.markRead(w.room.id, 3);
    w.mary.markRead(w.room.id, 1);
    await pass(200);
    const read = { type: 'read', conversation_id: w.room.id, user_id: w.maryId, seq: 2 } as const;
    w.server.push(w.maryId, { ...read, read_cnt: 2, own_cnt: 0, last_seq: 3, last_cnt: 3 });
    await pass();
    expect(row(w.mary, w.room.id)).toMatchObject({ read_seq: 3, unread: 0 });
    expect(w.server.frames('read').map((frame) => frame.seq)).toEqual([3]);
  });

  it('is told once for a burst, and again on a new line when nobody confirmed it', async () => {
    for (const text of ['a', 'b', 'c']) w.server.say(w.room, w.linId, text);
    await pass(50);
    await settled(w.mary.open(w.room.id));
    w.server.kill();
    for (const seq of [1, 2, 3]) w.mary.markRead(w.room.id, seq);
    expect(row(w.mary, w.room.id).unread).toBe(0);
    w.server.start();
    await pass(600);
    await pass(200);
    expect(w.server.frames('read').map((frame) => frame.seq)).toEqual([3]);
    expect(row(w.mary, w.room.id).unread).toBe(0);
  });

  it('stays where it was when the divider was drawn', async () => {
    for (const text of ['a', 'b']) w.server.say(w.room, w.linId, text);
    await pass(50);
    await settled(w.mary.open(w.room.id));
    w.mary.markRead(w.room.id, 2);
    await pass(200);
    expect(w.mary.timeline(w.room.id)?.openedReadSeq).toBe(0);
    // A second view of the same conversation does not move it.
    expect((await settled(w.mary.open(w.room.id))).openedReadSeq).toBe(0);
    w.mary.close(w.room.id);
    w.mary.close(w.room.id);
    expect((await settled(w.mary.open(w.room.id))).openedReadSeq).toBe(2);
  });
});

describe('ticks', () => {
  it('go from sent to delivered to read', async () => {
    await settled(w.lin.open(w.room.id));
    w.server.closeSockets(w.maryId, 4029);
    w.lin.send(w.room.id, 'tick');
    await pass();
    expect(w.lin.timeline(w.room.id)).toMatchObject({ peerDeliveredSeq: 0, peerReadSeq: 0 });
    await pass(20_000);
    await pass(200);
    expect(w.lin.timeline(w.room.id)).toMatchObject({ peerDeliveredSeq: 1, peerReadSeq: 0 });
    await settled(w.mary.open(w.room.id));
    w.mary.markRead(w.room.id, 1);
    await pass(200);
    expect(w.lin.timeline(w.room.id)).toMatchObject({ peerDeliveredSeq: 1, peerReadSeq: 1 });
    expect(w.server.frames('delivered')).toHaveLength(1);
  });

  it('report a burst as one delivery, and never the own messages', async () => {
    for (let i = 0; i < 30; i += 1) w.server.say(w.room, w.linId, `m${i}`);
    w.mary.send(w.room.id, 'own');
    await pass(20);
    await pass(150);
    const told = w.server.received.flatMap(({ userId, frame }) =>
      userId === w.maryId && frame.type === 'delivered' ? [frame.seq] : [],
    );
    expect(told).toEqual([30]);
  });
});

describe('ticks of a group', () => {
  const group = (): Conversation['group'] => ({
    name: 'Kites',
    member_count: 3,
    role: 'member',
    state: 'active',
    avatar: null,
    faces: [],
  });
  const read = (): ServerFrame => ({
    type: 'read',
    conversation_id: w.room.id,
    user_id: w.linId,
    seq: 1,
    read_cnt: null,
    own_cnt: null,
    last_seq: null,
    last_cnt: null,
  });

  it('stay when one member has read, and views hear of it', async () => {
    w.room.group = group();
    w.server.event(w.maryId, 'conversation', w.room.id);
    w.server.say(w.room, w.maryId, 'hello all');
    await settled(w.mary.open(w.room.id));
    await pass();
    const seen: TimelineView[] = [];
    w.mary.on('timeline', (view) => seen.push(view));
    w.server.push(w.maryId, read());
    w.server.push(w.maryId, { ...read(), type: 'delivered' } as ServerFrame);
    await pass();
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.at(-1)).toMatchObject({ peerReadSeq: 0, peerDeliveredSeq: 0 });
  });

  it('are taken back when an older version had let them rise', async () => {
    w.server.say(w.room, w.maryId, 'hello all');
    w.server.push(w.maryId, read());
    await pass();
    expect(row(w.mary, w.room.id).peer_read_seq).toBe(1);
    w.room.group = group();
    w.server.event(w.maryId, 'conversation', w.room.id);
    await pass(100);
    expect(row(w.mary, w.room.id)).toMatchObject({ peer_read_seq: 0, peer_delivered_seq: 0 });
  });
});
