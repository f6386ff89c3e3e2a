import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { describe, expect, it } from 'vitest';
import type { Message } from '../src';
import { IndexedStore } from '../src/store/indexed';
import { MemoryStore } from '../src/store/memory';
import type { ChatRecord, Store } from '../src/store/store';
import { Revs } from '../src/sync/revs';

const row = (seq: number, change: Partial<Message> = {}): Message =>
  ({
    id: `m-${seq}`,
    conversation_id: 'c',
    seq,
    rev: null,
    kind: 'text',
    body: { text: `m${seq}` },
    reply_to: null,
    ...change,
  }) as Message;
const record = { id: 'c' } as ChatRecord;
const stores: [string, () => Promise<Store>][] = [
  ['IndexedDB', () => IndexedStore.open(new IDBFactory(), 'a')],
  ['memory', async () => new MemoryStore()],
];

describe.each(stores)('changed rows in %s', (_name, open) => {
  it('take the place of older rows, and make none where there was none', async () => {
    const store = await open();
    await store.saveChat(record, [row(1), row(2, { rev: 7 })], []);
    const edited = { body: { text: 'new' } };
    await store.saveChat(
      record,
      [],
      [1, 2, 3].map((seq) => row(seq, { ...edited, rev: 5 })),
    );
    const texts = (await store.range('c', 1, 9)).map((each) => each.body.text);
    expect(texts).toEqual(['new', 'm2']);
  });

  it('keep what was known of the own reactions', async () => {
    const store = await open();
    const reaction = { emoji: '👍', count: 12, users: ['x'] };
    await store.saveChat(record, [row(1, { rev: 1, reactions: [{ ...reaction, mine: true }] })], []);
    await store.saveChat(record, [], [row(1, { rev: 2, reactions: [{ ...reaction, count: 13 }] })]);
    expect((await store.range('c', 1, 1))[0]?.reactions).toEqual([{ ...reaction, count: 13, mine: true }]);
  });

  it('that are gone leave no words in quotes', async () => {
    const store = await open();
    const original = { sender: row(1).sender, kind: 'text', text: 'm1' };
    await store.saveChat(record, [row(1), row(2, { reply_to: { seq: 1, original } })], []);
    await store.saveChat(record, [], [row(1, { rev: 1, kind: 'deleted', body: { text: '' } })]);
    expect(JSON.stringify(await store.range('c', 1, 9))).not.toContain('"text":"m1"');
  });

  it('are dropped by id', async () => {
    const store = await open();
    await store.saveChat(record, [row(1), row(2)], []);
    await store.dropMessage('m-1');
    expect((await store.range('c', 1, 9)).map((each) => each.seq)).toEqual([2]);
  });
});

describe('the numbers of changes', () => {
  it('go on with the next one and wait behind a hole', () => {
    const revs = new Revs(4);
    revs.pushed(5);
    expect([revs.have, revs.behind]).toEqual([5, false]);
    revs.pushed(8);
    expect([revs.have, revs.behind]).toEqual([5, true]);
    revs.pushed(5);
    revs.answered(5, 8);
    expect([revs.have, revs.behind]).toEqual([8, false]);
  });

  it('are not moved by an answer that another tab asked for', () => {
    const revs = new Revs(4);
    revs.answered(10, 20);
    revs.answered(Number.NaN, 20);
    expect([revs.have, revs.behind]).toEqual([4, true]);
  });

  it('end where an answer brings nothing, and go back with a server that was set back', () => {
    const revs = new Revs(4);
    revs.learn(9);
    revs.answered(4, 4);
    expect(revs.behind).toBe(false);
    revs.meet(2);
    expect(revs.have).toBe(2);
  });
});
