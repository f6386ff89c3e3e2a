import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Message } from '../src';
import { Tabs, type FakeTab } from './tabs';
import { freezeTime, pass, pendingTexts, row, settled, texts, twoPeople, type World } from './world';

let w: World;
let tabs: Tabs;
let first: FakeTab;
let second: FakeTab;

/** Lin again, in two tabs that share locks; the world's own Lin has none, and so a socket of his own. */
beforeEach(async () => {
  freezeTime();
  w = await twoPeople();
  tabs = new Tabs(w.server, w.linBrowser);
  first = await open();
  await pass(600);
  second = await open();
  await pass(600);
});
afterEach(() => vi.useRealTimers());

async function open(): Promise<FakeTab> {
  const tab = await tabs.open();
  await settled(tab.client.restore());
  await pass();
  await settled(tab.client.open(w.room.id));
  await pass(100);
  return tab;
}

const sockets = (): number => [...w.server.sockets].filter((s) => s.userId === w.linId).length;
const shown = (tab: FakeTab): string[] => texts(tab.client.timeline(w.room.id));
const keys = (): string[] => w.server.frames('send_message').map((frame) => frame.client_msg_id);

it('two tabs have one socket and both see what comes and what either says', async () => {
  const before = sockets();
  const third = await open();
  await pass(600);
  expect(sockets()).toBe(before);
  expect([first, second, third].map((tab) => tab.client.leading)).toEqual([true, false, false]);
  expect(third.client.connection.state).toBe('online');
  w.server.say(w.room, w.maryId, 'hello, tabs');
  await pass();
  second.client.send(w.room.id, '从第二个标签页');
  first.client.send(w.room.id, 'from the first');
  await pass();
  for (const tab of [first, second, third]) {
    expect(shown(tab)).toHaveLength(3);
    expect(shown(tab)).toEqual(shown(first));
    expect(pendingTexts(tab.client.timeline(w.room.id))).toEqual([]);
  }
  expect(new Set(keys()).size).toBe(keys().length);
});

it('reading in one tab is reading in the other', async () => {
  w.server.say(w.room, w.maryId, 'unread');
  await pass();
  expect(row(first.client, w.room.id).unread).toBe(1);
  second.client.markRead(w.room.id, 1);
  await pass(200);
  expect(row(first.client, w.room.id).unread).toBe(0);
  expect(w.server.frames('read').at(-1)).toMatchObject({ seq: 1 });
});

it('a leader that closes is followed by the other, nothing is lost and nothing is said twice', async () => {
  w.server.dropAcks = 1;
  second.client.send(w.room.id, 'committed, unheard');
  await pass();
  tabs.close(first);
  w.server.say(w.room, w.maryId, 'in between');
  await pass(1_000);
  expect(second.client.leading).toBe(true);
  expect(second.client.connection.state).toBe('online');
  expect(shown(second)).toEqual(['committed, unheard', 'in between']);
  expect(w.room.messages).toHaveLength(2);
});

it('what a tab wrote before it died goes out through the leader', async () => {
  w.server.kill();
  await pass();
  second.client.send(w.room.id, '最后的话');
  await pass(100);
  tabs.close(second);
  await pass();
  expect(pendingTexts(first.client.timeline(w.room.id))).toEqual(['最后的话']);
  w.server.start();
  first.client.retryNow();
  await pass(1_000);
  expect(shown(first)).toEqual(['最后的话']);
});

it('a leader that stands still is replaced within two seconds and does not disturb when it wakes', async () => {
  tabs.freeze(first);
  w.server.say(w.room, w.maryId, 'while it sleeps');
  for (let i = 0; i < 5; i += 1) await pass(400);
  expect(second.client.leading).toBe(true);
  expect(second.client.connection.state).toBe('online');
  expect(shown(second)).toEqual(['while it sleeps']);
  tabs.thaw(first);
  await pass(1_500);
  expect([first.client.leading, second.client.leading]).toEqual([false, true]);
  second.client.send(w.room.id, 'good morning');
  await pass(100);
  expect(shown(first)).toEqual(shown(second));
  expect(w.room.messages).toHaveLength(2);
});

it('only what is new is news, once', async () => {
  const news: string[] = [];
  const listen = (tab: FakeTab): void => {
    tab.client.on('arrived', (messages: readonly Message[]) => {
      if (tab.client.leading) news.push(...messages.map((message) => message.body.text));
    });
  };
  for (const tab of [first, second]) listen(tab);
  w.server.say(w.room, w.maryId, 'one');
  await pass();
  first.client.send(w.room.id, 'mine');
  await pass();
  tabs.close(first);
  w.server.say(w.room, w.maryId, 'two');
  await pass(1_000);
  expect(news).toEqual(['one', 'two']);
  const later = await open();
  listen(later);
  await pass(600);
  expect(news).toEqual(['one', 'two']);
});

it('signing out in one tab signs out the others', async () => {
  await settled(second.client.signOut());
  await pass(100);
  expect(first.client.account).toBeNull();
  expect(first.client.connection.state).toBe('idle');
});
