import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { KamaClient } from '../src';
import { Browser, freezeTime, pass, settled, texts, twoPeople, type World } from './world';

let w: World;

beforeEach(async () => {
  freezeTime();
  w = await twoPeople();
  for (let n = 1; n <= 400; n += 1) w.server.say(w.room, w.linId, `m${n}`, true);
  w.server.kill();
  w.server.start();
  await pass(5_000);
  await settled(w.mary.open(w.room.id));
  await pass(100);
});
afterEach(() => vi.useRealTimers());

const view = () => w.mary.timeline(w.room.id)!;
const seqs = () => view().messages.map(({ seq }) => seq);
const goTo = (seq: number) => settled(w.mary.history.goTo(w.room.id, seq));

describe('a message far away', () => {
  it('is shown with what stands around it, in place of the newest ones', async () => {
    expect(view().hasNewer).toBe(false);
    expect(await goTo(100)).toBe(true);
    expect(view()).toMatchObject({ hasNewer: true, hasOlder: true });
    expect(seqs()).toEqual(Array.from({ length: 101 }, (_, i) => i + 50));
    w.server.say(w.room, w.linId, 'news');
    await pass();
    expect(texts(view())).not.toContain('news');
    w.mary.history.latest(w.room.id);
    await pass();
    expect(view().hasNewer).toBe(false);
    expect(texts(view()).at(-1)).toBe('news');
  });

  it('is one window with the newest ones when reading on has come to them', async () => {
    await goTo(100);
    for (let page = 0; page < 10 && view().hasNewer; page += 1)
      await settled(w.mary.history.newer(w.room.id));
    await pass();
    expect(view().hasNewer).toBe(false);
    expect(seqs()).toEqual(Array.from({ length: 351 }, (_, i) => i + 50));
    await settled(w.mary.loadOlder(w.room.id));
    expect(seqs()[0]).toBe(1);
  });

  it('changes like any other', async () => {
    await goTo(100);
    w.server.change(w.room, 100, { body: { text: 'better' }, version: 1 });
    w.server.recall(w.room, 101);
    await pass();
    const at = (seq: number) => view().messages.find((message) => message.seq === seq);
    expect(at(100)?.body.text).toBe('better');
    expect(at(101)?.recalled).toBe(true);
    await settled(w.mary.messages.deleteForMe(w.room.id, 102));
    await pass();
    expect(at(102)).toBeUndefined();
  });

  it('is left by who says something', async () => {
    await goTo(100);
    w.mary.send(w.room.id, 'here');
    await pass();
    expect(view().hasNewer).toBe(false);
    expect(texts(view()).at(-1)).toBe('here');
  });
});

it('one message is told without moving the window', async () => {
  const one = (seq: number) => settled(w.mary.history.message(w.room.id, seq));
  const [first] = seqs();
  expect((await one(100))?.body.text).toBe('m100');
  expect((await one(400))?.body.text).toBe('m400');
  expect(await one(9_999)).toBeNull();
  await settled(w.mary.messages.deleteForMe(w.room.id, 102));
  expect(await one(102)).toBeNull();
  expect(seqs()[0]).toBe(first);
});

it('a message nearby is reached by reading on', async () => {
  expect(await goTo(330)).toBe(true);
  expect(view().hasNewer).toBe(false);
  expect(seqs()[0]).toBeLessThanOrEqual(330);
  expect(await goTo(9_999)).toBe(false);
});

describe('pages of which everything was deleted for oneself', () => {
  let phone: KamaClient;
  const shown = () => phone.timeline(w.room.id)!;
  const older = () => settled(phone.loadOlder(w.room.id));
  const hide = (from: number, to: number): void => {
    const ids = w.room.messages.slice(from - 1, to).map(({ id }) => id);
    w.room.hidden = new Map([[w.maryId, new Set(ids)]]);
  };

  beforeEach(async () => {
    phone = new Browser(w.server).tab();
    await settled(phone.signIn('mary', 'battery staple'));
    await pass(100);
    await settled(phone.open(w.room.id));
    await pass(100);
  });

  it('are not the beginning of the history', async () => {
    hide(60, 350);
    await older();
    expect(shown().messages.map(({ seq }) => seq)).toContain(59);
    for (let page = 0; page < 10 && shown().hasOlder; page += 1) await older();
    expect(shown().messages[0]?.seq).toBe(1);
  });

  it('are the beginning when nothing stands before them', async () => {
    hide(1, 349);
    await older();
    expect(shown()).toMatchObject({ hasOlder: false, loading: false });
    expect(shown().messages[0]?.seq).toBe(350);
  });

  it('are passed by in a part away from the newest messages', async () => {
    await settled(phone.history.goTo(w.room.id, 200));
    hide(60, 149);
    await older();
    expect(shown()).toMatchObject({ hasNewer: true, hasOlder: false });
    expect(shown().messages.map(({ seq }) => seq)).toContain(59);
    hide(251, 330);
    await settled(phone.history.newer(w.room.id));
    expect(shown().messages.map(({ seq }) => seq)).toContain(331);
  });

  it('are not a day without messages', async () => {
    hide(100, 350);
    const day = new Date(w.room.messages[99]!.created_at);
    expect(await settled(phone.history.since(w.room.id, day))).toBe(351);
    hide(100, 400);
    expect(await settled(phone.history.since(w.room.id, day))).toBeNull();
  });
});
