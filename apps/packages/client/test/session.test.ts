import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Connection } from '../src';
import { Browser, freezeTime, pass, row, settled, texts, twoPeople, type World } from './world';

let w: World;

beforeEach(async () => {
  freezeTime();
  w = await twoPeople();
});
afterEach(() => vi.useRealTimers());

it('a reload takes up the session and shows cached chats before any answer', async () => {
  w.server.say(w.room, w.linId, 'cached');
  await pass(100);
  w.server.kill();
  const again = w.maryBrowser.tab();
  expect(await settled(again.restore())).toMatchObject({ username: 'mary' });
  expect(row(again, w.room.id).last_message?.body.text).toBe('cached');
  expect(again.contacts).toHaveLength(1);
  expect(texts(await settled(again.open(w.room.id)))).toEqual(['cached']);
  w.server.start();
  await pass(1_000);
  expect(again.connection.state).toBe('online');
});

it('nobody is restored on a device where nobody signed in, without a call', async () => {
  const fetch = vi.fn();
  const tab = new Browser(w.server).tab({ fetch });
  expect(await settled(tab.restore())).toBeNull();
  expect(fetch).not.toHaveBeenCalled();
});

it('a restarted server is live again within three seconds', async () => {
  const seen: Connection['state'][] = [];
  w.lin.on('connection', (connection) => seen.push(connection.state));
  w.server.kill(1012);
  await pass(1_500);
  expect(w.lin.connection).toMatchObject({ state: 'offline' });
  w.server.start();
  await pass(1_500);
  expect(w.lin.connection.state).toBe('online');
  expect(new Set(seen)).toEqual(new Set(['offline', 'online']));
});

it('retries slow down to thirty seconds and say when the next one is', async () => {
  w.server.kill();
  for (let i = 0; i < 60; i += 1) await pass(5_000);
  const connection = w.lin.connection;
  if (connection.state !== 'offline') throw new Error('expected offline');
  expect(connection.retryAt - connection.since).toBeGreaterThan(200_000);
  w.server.start();
  w.lin.retryNow();
  await pass();
  expect(w.lin.connection.state).toBe('online');
});

it('a line that carries nothing any more is given up after a minute', async () => {
  for (const socket of w.server.sockets) if (socket.userId === w.linId) socket.silent = true;
  for (let i = 0; i < 10; i += 1) await pass(5_000);
  expect(w.lin.connection.state).toBe('online');
  for (let i = 0; i < 4; i += 1) await pass(5_000);
  expect(w.server.frames('hello').length).toBeGreaterThan(2);
  expect(w.lin.connection.state).toBe('online');
});

it('a quiet line is asked and stays', async () => {
  for (let i = 0; i < 40; i += 1) await pass(5_000);
  expect(w.server.frames('ping').length).toBeGreaterThan(3);
  expect(w.server.frames('hello')).toHaveLength(2);
});

it('an expired session is renewed and the line comes back', async () => {
  w.server.state.tokens.clear();
  w.server.closeSockets(w.linId, 4001);
  await pass(100);
  expect(w.lin.connection.state).toBe('online');
});

it('many calls with an expired token share one refresh', async () => {
  const calls: string[] = [];
  const network = w.server.browser();
  const fetch: typeof globalThis.fetch = (input, init) => {
    calls.push(String(input).replace('http://fake/api/v1/', ''));
    return network.fetch(input, init);
  };
  const tab = new Browser(w.server).tab({ ...network, fetch });
  await settled(tab.signIn('lin', 'correct horse'));
  await pass();
  w.server.state.tokens.clear();
  calls.length = 0;
  await settled(Promise.all([tab.findPeople('mary'), tab.findPeople('lin'), tab.findPeople('nobody')]));
  expect(calls.filter((path) => path === 'auth/refresh')).toHaveLength(1);
  vi.setSystemTime(Date.now() + 880_000);
  calls.length = 0;
  await settled(tab.findPeople('mary'));
  // Renewed before it ran out: no call had to be refused first.
  expect(calls).toEqual(['auth/refresh', 'users?q=mary']);
});

it('a revoked session signs out and leaves nothing on the device', async () => {
  const ended = vi.fn();
  w.mary.on('signedOut', ended);
  w.server.closeSockets(w.maryId, 4003);
  await pass(100);
  expect(ended).toHaveBeenCalledWith({ code: 'auth.refresh_invalid' });
  expect(w.mary.account).toBeNull();
  expect(w.mary.conversations).toEqual([]);
  expect(await w.maryBrowser.disk.databases()).toEqual([]);
});

it('sign-out ends the session on the server and wipes the device', async () => {
  w.server.say(w.room, w.linId, 'secret');
  await pass(100);
  await settled(w.mary.signOut());
  expect(await w.maryBrowser.disk.databases()).toEqual([]);
  expect(w.mary.conversations).toEqual([]);
  expect(w.mary.connection.state).toBe('idle');
  expect(await settled(w.maryBrowser.tab().restore())).toBeNull();
});

it('sign-out in one tab signs out the other', async () => {
  const world = await twoPeople(true);
  const second = world.linBrowser.tab();
  await settled(second.restore());
  await pass();
  const ended = vi.fn();
  second.on('signedOut', ended);
  // Without a server, so that no socket can bring the news.
  world.server.kill();
  await settled(world.lin.signOut());
  await pass(100);
  await pass(100);
  expect(second.account).toBeNull();
  expect(ended).toHaveBeenCalledTimes(1);
  const left = (await world.linBrowser.disk.databases()).map((database) => database.name);
  expect(left).not.toContain(`kamachat-${world.linId}`);
});

it('sign-out without a network is told to the server before the next restore', async () => {
  w.server.kill();
  await settled(w.mary.signOut());
  w.server.start();
  const again = w.maryBrowser.tab();
  expect(await settled(again.restore())).toBeNull();
  expect([...w.server.state.cookies.values()]).not.toContain(w.maryId);
  expect(await w.maryBrowser.disk.databases()).toEqual([]);
});

it('a wrong password is a problem with its code', async () => {
  const tab = new Browser(w.server).tab();
  await expect(settled(tab.signIn('lin', 'wrong'))).rejects.toMatchObject({
    status: 401,
    code: 'auth.wrong_credentials',
  });
});

it('a draft is there after a reload', async () => {
  w.lin.setDraft(w.room.id, '还没写完');
  await pass(300);
  expect(row(w.lin, w.room.id).draft).toBe('还没写完');
  const again = w.linBrowser.tab();
  await settled(again.restore());
  expect(row(again, w.room.id).draft).toBe('还没写完');
});

it('works without a local database', async () => {
  const tab = new Browser(w.server).tab({ indexedDB: null });
  await settled(tab.signIn('lin', 'correct horse'));
  await pass();
  await settled(tab.open(w.room.id));
  tab.send(w.room.id, 'no disk');
  await pass();
  expect(texts(tab.timeline(w.room.id))).toEqual(['no disk']);
});
