import type { CDPSession } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Api } from '../src/api';
import { Chrome } from '../src/browser';
import type { Person } from '../src/person';
import { PASSWORD } from '../src/scene';
import { Server } from '../src/server';
import { against, shownAt, vitals, watchRows, type Budget, type Measured } from './measure';

const FRIENDS = 12;
const MISSED = 500;

let server: Server;
let chrome: Chrome;
let ann: Person;
let devtools: CDPSession;
const measured: Measured[] = [];

async function check(budget: Budget, take: () => Promise<number>): Promise<void> {
  const result = await against(budget, take);
  measured.push(result);
  console.log(JSON.stringify(result));
}

/** Nothing of the app and of what was said is on the device; only who is signed in. */
async function forgets(): Promise<void> {
  await devtools.send('Network.clearBrowserCache');
  const storageTypes = 'cache_storage,service_workers';
  await devtools.send('Storage.clearDataForOrigin', { origin: server.origin, storageTypes });
  await ann.page.evaluate(async () => {
    const databases = await indexedDB.databases();
    const cached = databases.flatMap(({ name }) => (name && name !== 'kamachat-device' ? [name] : []));
    const drop = (name: string) =>
      new Promise<void>((dropped, failed) => {
        const asked = indexedDB.deleteDatabase(name);
        asked.onsuccess = () => dropped();
        asked.onerror = asked.onblocked = () => failed(new Error(`${name} stays`));
      });
    await Promise.all(cached.map(drop));
  });
}

/** From the address to a composer that can be written in. */
async function starts(cached: boolean): Promise<number> {
  const address = ann.page.url();
  // A document of the same origin without the app.
  await ann.page.goto('/icon.svg');
  if (!cached) await forgets();
  const begun = Date.now();
  await ann.page.goto(address, { waitUntil: 'commit' });
  await ann.chat.composer.waitFor();
  const took = Date.now() - begun;
  // What was fetched behind it belongs to this start, and what lets the next one do without a network.
  await ann.page.waitForLoadState('networkidle');
  await ann.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  return took;
}

/** A device with a quarter of the speed, on a mobile net. */
async function slowly(slow: boolean): Promise<void> {
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: slow ? 4 : 1 });
  const kbit = (amount: number) => (slow ? (amount * 1000) / 8 : -1);
  await devtools.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: slow ? 150 : 0,
    downloadThroughput: kbit(1_600),
    uploadThroughput: kbit(750),
  });
}

/** From the server's being there again to a message on the screen. */
async function comesBack(bob: Api, chat: string): Promise<number> {
  await server.kill();
  await ann.chat.banner.waitFor();
  await server.start();
  const begun = Date.now();
  const text = `back ${begun}`;
  await bob.send(chat, text);
  return (await shownAt(ann.page, text)) - begun;
}

/** From the net's being there again to the last of many messages on the screen. */
async function catchesUp(bob: Api, chat: string): Promise<number> {
  await ann.context.setOffline(true);
  await ann.chat.banner.waitFor();
  const begun = Date.now();
  for (let n = 1; n <= MISSED; n += 1) await bob.send(chat, `missed ${begun} ${n}`);
  const back = Date.now();
  await ann.context.setOffline(false);
  await ann.chat.message(`missed ${begun} ${MISSED}`).waitFor();
  return Date.now() - back;
}

beforeAll(async () => {
  [server, chrome] = await Promise.all([Server.fresh(), Chrome.launch()]);
});
afterAll(async () => {
  await chrome?.close();
  await server?.dispose();
});

it('the budgets of a start', async () => {
  const register = (username: string, nickname: string) =>
    Api.register(server.origin, { username, nickname, password: PASSWORD });
  const [me, bob] = [await register('ann_start', 'Ann'), await register('bob_start', 'Bob')];
  for (let n = 0; n < FRIENDS; n += 1) {
    const friend = await register(`friend_${n}`, `Friend ${n}`);
    await friend.send(await friend.befriend(me), 'hello');
  }
  const chat = await bob.befriend(me);
  for (let n = 0; n < 100; n += 1) await bob.send(chat, `${n}: 这是一条消息 with some words in it.`);
  ann = await chrome.person(server, { worker: true });
  ann.watch.expect(/ERR_|WebSocket/);
  await ann.context.addInitScript(watchRows);
  await ann.signIn.signIn('ann_start', PASSWORD);
  await ann.chats.open('Bob');
  await ann.chat.send('Here I am');
  devtools = await ann.context.newCDPSession(ann.page);
  await starts(true);

  await check({ name: 'composer ready, first visit', unit: 'ms', limit: 1_000 }, () => starts(false));
  await check({ name: 'composer ready, cached', unit: 'ms', limit: 500 }, () => starts(true));
  let seen = await vitals(ann.page);
  const again = async () => {
    await starts(true);
    return (seen = await vitals(ann.page));
  };
  await check(
    { name: 'largest contentful paint', unit: 'ms', limit: 1_500 },
    async () => (await again()).lcp,
  );
  await check({ name: 'cumulative layout shift', unit: 'score', limit: 0.05 }, async () => seen.cls);

  await slowly(true);
  await check({ name: 'composer ready, slow device, first visit', unit: 'ms', limit: 3_500 }, () =>
    starts(false),
  );
  await check({ name: 'composer ready, slow device, cached', unit: 'ms', limit: 1_500 }, () => starts(true));
  await slowly(false);
  await starts(true);

  await check({ name: 'live again after a restart', unit: 'ms', limit: 3_000 }, () => comesBack(bob, chat));
  await check({ name: `${MISSED} missed messages`, unit: 'ms', limit: 1_000 }, () => catchesUp(bob, chat));

  expect(measured.filter(({ ok }) => !ok)).toEqual([]);
  expect(await chrome.leave()).toEqual([]);
});
