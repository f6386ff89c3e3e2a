import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Message } from '../src';
import { cached, freezeTime, pass, row, settled, texts, twoPeople, type World } from './world';

let w: World;

beforeEach(async () => {
  freezeTime();
  w = await twoPeople();
});
afterEach(() => vi.useRealTimers());

const at = (seq: number): Message | undefined =>
  w.mary.timeline(w.room.id)?.messages.find((message) => message.seq === seq);
const asked = (): number[] =>
  w.server.received.flatMap(({ userId, frame }) =>
    userId === w.maryId && frame.type === 'changes' ? [frame.since] : [],
  );
const edit = (seq: number, text: string, quiet = false): Message =>
  w.server.change(w.room, seq, { body: { text }, version: 1 }, quiet);

async function opened(count: number): Promise<void> {
  await settled(w.mary.open(w.room.id));
  for (let i = 1; i <= count; i += 1) w.server.say(w.room, w.linId, `m${i}`);
  await pass();
}

function push(message: Message): void {
  const frame = { conversation_id: w.room.id, seq: message.seq, rev: message.rev!, message };
  w.server.push(w.maryId, { type: 'message_changed', ...frame });
}

describe('a change', () => {
  it('is shown and lies in the cache', async () => {
    await opened(2);
    edit(1, 'better');
    await pass();
    expect(texts(w.mary.timeline(w.room.id))).toEqual(['better', 'm2']);
    expect((await cached(w.maryBrowser, w.maryId))[0]?.body.text).toBe('better');
    expect(asked()).toEqual([]);
  });

  it('of the last message is seen in the list', async () => {
    await opened(1);
    edit(1, 'better');
    await pass();
    expect(row(w.mary, w.room.id).last_message?.body.text).toBe('better');
  });

  it('that was lost is asked for when the next one comes', async () => {
    await opened(2);
    edit(1, 'lost', true);
    edit(2, 'seen');
    await pass();
    expect(texts(w.mary.timeline(w.room.id))).toEqual(['lost', 'seen']);
    expect(asked()).toEqual([0]);
  });

  it('that came twice is shown once, and nothing is asked', async () => {
    await opened(1);
    push(edit(1, 'better'));
    await pass();
    expect(at(1)?.body.text).toBe('better');
    expect(asked()).toEqual([]);
  });

  it('that is overtaken by a newer one does not come back', async () => {
    await opened(1);
    const old = edit(1, 'first', true);
    push(edit(1, 'second', true));
    push(old);
    await pass();
    expect(at(1)?.body.text).toBe('second');
  });

  it('of a message that is on its way waits for it', async () => {
    await opened(1);
    const late = w.server.say(w.room, w.linId, 'm2', true);
    edit(2, 'newer');
    w.server.push(w.maryId, { type: 'new_message', message: late });
    await pass();
    expect(at(2)?.body.text).toBe('newer');
  });

  it('of a message that is not loaded changes the cached row', async () => {
    await opened(3);
    await pass(100);
    w.server.cutSockets();
    const again = w.maryBrowser.tab();
    await settled(again.restore());
    await pass(2_000);
    edit(1, 'while closed');
    await pass(100);
    await settled(again.open(w.room.id));
    await pass();
    expect(texts(again.timeline(w.room.id))).toEqual(['while closed', 'm2', 'm3']);
  });

  it('that happened while nobody listened is told page by page after the next connect', async () => {
    await opened(8);
    w.server.kill();
    for (let seq = 1; seq <= 8; seq += 1) edit(seq, `e${seq}`, true);
    w.server.start();
    await pass(5_000);
    expect(texts(w.mary.timeline(w.room.id))).toEqual(['e1', 'e2', 'e3', 'e4', 'e5', 'e6', 'e7', 'e8']);
    expect(new Set(asked())).toEqual(new Set([0, 3, 6]));
  });

  it('that `stale` names is asked for', async () => {
    await opened(1);
    edit(1, 'better', true);
    w.server.push(w.maryId, { type: 'stale', conversation_id: w.room.id, last_seq: 0, last_rev: 1 });
    await pass();
    expect(at(1)?.body.text).toBe('better');
  });

  it('that the server has no more is not asked for again and again', async () => {
    await opened(1);
    w.server.push(w.maryId, { type: 'stale', conversation_id: w.room.id, last_seq: 0, last_rev: 9 });
    await pass(60_000);
    expect(asked()).toEqual([0]);
  });
});

describe('a message that was taken back', () => {
  it('leaves no word in memory or in the cache, in quotes neither', async () => {
    await opened(1);
    const first = w.room.messages[0]!;
    w.mary.send(w.room.id, 'answer', { replyTo: first });
    await pass();
    w.server.recall(w.room, 1);
    await pass(100);
    expect(at(1)).toMatchObject({ recalled: true, kind: 'deleted' });
    const kept = await cached(w.maryBrowser, w.maryId);
    expect(kept).toHaveLength(2);
    expect(JSON.stringify(kept)).not.toContain('m1');
  });
});

describe('reactions', () => {
  const of = (seq: number) => at(seq)?.reactions?.map(({ emoji, count, mine }) => [emoji, count, mine]);

  it('are seen at once and taken back when they are refused', async () => {
    await opened(1);
    const path = `conversations/${w.room.id}/messages/1/reactions/${encodeURIComponent('👍')}`;
    w.server.refusals.set(path, { status: 409, code: 'message.too_many_reactions' });
    const done = w.mary.messages.react(w.room.id, 1, '👍', true);
    expect(of(1)).toEqual([['👍', 1, true]]);
    await expect(settled(done)).rejects.toMatchObject({ code: 'message.too_many_reactions' });
    expect(of(1) ?? []).toEqual([]);
  });

  it('know which are the own ones, though a push does not say so', async () => {
    await opened(1);
    await settled(w.mary.messages.react(w.room.id, 1, '👍', true));
    await pass();
    expect(of(1)).toEqual([['👍', 1, true]]);
    const many = Array.from({ length: 10 }, (_, i) => `user-${i}`);
    w.server.change(w.room, 1, { reactions: [{ emoji: '👍', count: 12, users: many }] });
    await pass();
    expect(of(1)).toEqual([['👍', 12, true]]);
    w.server.change(w.room, 1, { reactions: [{ emoji: '👍', count: 1, users: [w.linId] }] });
    await pass();
    expect(of(1)).toEqual([['👍', 1, false]]);
  });
});

describe('what is deleted for oneself', () => {
  it('goes from the own devices, and not from the others', async () => {
    await opened(3);
    await settled(w.lin.open(w.room.id));
    await pass();
    await settled(w.mary.messages.deleteForMe(w.room.id, 3));
    await pass();
    expect(texts(w.mary.timeline(w.room.id))).toEqual(['m1', 'm2']);
    expect(row(w.mary, w.room.id).last_message?.body.text).toBe('m2');
    expect(texts(w.lin.timeline(w.room.id))).toEqual(['m1', 'm2', 'm3']);
    expect((await cached(w.maryBrowser, w.maryId)).map((each) => each.seq)).toEqual([1, 2]);
  });

  it('leaves no word in quotes, in memory or in the cache', async () => {
    await opened(1);
    w.mary.send(w.room.id, 'answer', { replyTo: w.room.messages[0]! });
    await pass();
    await settled(w.mary.messages.deleteForMe(w.room.id, 1));
    await pass(100);
    expect(at(2)?.reply_to).toEqual({ seq: 1, original: null });
    // A push is one for all members: it has the words.
    const { sender, kind } = w.room.messages[0]!;
    const reply_to = { seq: 1, original: { sender, kind, text: 'm1' } };
    w.server.change(w.room, 2, { reply_to, pinned: true });
    await pass(100);
    expect(at(2)).toMatchObject({ pinned: true, reply_to: { seq: 1, original: null } });
    expect(row(w.mary, w.room.id).last_message?.reply_to?.original).toBeNull();
    expect(JSON.stringify(await cached(w.maryBrowser, w.maryId))).not.toContain('m1');
  });

  it('is not quoted by what others answer to it later', async () => {
    await opened(2);
    await settled(w.mary.messages.deleteForMe(w.room.id, 1));
    const { sender, kind } = w.room.messages[0]!;
    const answer = w.server.say(w.room, w.linId, 'answer', true);
    answer.reply_to = { seq: 1, original: { sender, kind, text: 'm1' } };
    w.server.push(w.maryId, { type: 'new_message', message: answer });
    await pass();
    expect(at(3)?.reply_to).toEqual({ seq: 1, original: null });
  });

  it('leaves no word in quotes either when only the cache had it', async () => {
    await opened(1);
    w.mary.send(w.room.id, 'answer', { replyTo: w.room.messages[0]! });
    await pass(100);
    const again = w.maryBrowser.tab();
    await settled(again.restore());
    await pass(2_000);
    w.server.event(w.maryId, 'message_hidden', w.room.messages[0]!.id);
    await pass(100);
    expect(row(again, w.room.id).last_message?.reply_to?.original).toBeNull();
    expect(JSON.stringify(await cached(w.maryBrowser, w.maryId))).not.toContain('m1');
  });

  it('is told to whoever shows pins, and so is a cleared history', async () => {
    await opened(2);
    const told = vi.fn();
    w.mary.on('pins', told);
    w.server.event(w.maryId, 'message_hidden', w.room.messages[0]!.id);
    await pass();
    expect(told).toHaveBeenLastCalledWith({ conversationId: w.room.id });
    told.mockClear();
    w.server.event(w.maryId, 'message_hidden', 'of which nothing is here');
    await pass();
    expect(told).toHaveBeenCalledOnce();
    told.mockClear();
    await settled(w.mary.messages.clearHistory(w.room.id));
    await pass();
    expect(told).toHaveBeenCalledOnce();
  });

  it('is told by the feed', async () => {
    await opened(2);
    w.server.event(w.maryId, 'message_hidden', w.room.messages[0]!.id);
    await pass();
    expect(texts(w.mary.timeline(w.room.id))).toEqual(['m2']);
  });
});

it('a cleared history is gone from memory and cache, and what comes later is there', async () => {
  await opened(3);
  await settled(w.mary.messages.clearHistory(w.room.id));
  await pass(100);
  expect(texts(w.mary.timeline(w.room.id))).toEqual([]);
  expect(row(w.mary, w.room.id).last_message).toBeNull();
  expect(await cached(w.maryBrowser, w.maryId)).toEqual([]);
  w.server.say(w.room, w.linId, 'anew');
  await pass();
  expect(texts(w.mary.timeline(w.room.id))).toEqual(['anew']);
  expect(w.mary.timeline(w.room.id)?.hasOlder).toBe(false);
});

it('a cleared history does not get back what was on its way', async () => {
  await opened(2);
  const late = w.server.say(w.room, w.linId, 'late', true);
  const [socket] = [...w.server.sockets].filter(({ userId }) => userId === w.maryId);
  // What it asks meanwhile gets no answer.
  socket!.silent = true;
  await settled(w.mary.messages.clearHistory(w.room.id));
  await pass();
  socket!.silent = false;
  w.server.push(w.maryId, { type: 'new_message', message: late });
  w.server.say(w.room, w.linId, 'new');
  await pass(100);
  expect(texts(w.mary.timeline(w.room.id))).toEqual(['new']);
  expect((await cached(w.maryBrowser, w.maryId)).map((each) => each.seq)).toEqual([4]);
});

it('the words of the conversation change with an edit and a pin of one’s own', async () => {
  await opened(0);
  w.mary.send(w.room.id, 'helo');
  await pass();
  await settled(w.mary.messages.edit(w.room.id, 1, 'hello', 0));
  await settled(w.mary.messages.pin(w.room.id, 1, true));
  await pass();
  expect(at(1)).toMatchObject({ body: { text: 'hello' }, version: 1, pinned: true });
});

it('other words for a text that changed since they were begun are refused', async () => {
  await opened(0);
  w.mary.send(w.room.id, 'helo');
  await pass();
  edit(1, 'hello from my phone');
  await pass();
  const late = w.mary.messages.edit(w.room.id, 1, 'hello', 0);
  await expect(settled(late)).rejects.toMatchObject({ code: 'message.edit_conflict' });
  expect(at(1)?.body.text).toBe('hello from my phone');
});
