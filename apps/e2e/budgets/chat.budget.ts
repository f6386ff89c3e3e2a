import { afterAll, beforeAll, expect, it } from 'vitest';
import { Api } from '../src/api';
import { Chrome } from '../src/browser';
import type { Person } from '../src/person';
import { PASSWORD } from '../src/scene';
import { Server } from '../src/server';
import {
  against,
  drawnAfterEnter,
  heap,
  p95,
  pressedAt,
  scrollThrough,
  shownAt,
  vitals,
  watchRows,
  type Budget,
  type Measured,
} from './measure';

/** Messages in the large chat. */
const MANY = Number(process.env.KAMA_BUDGET_MESSAGES ?? 10_000);
/** As many as their lines in the list are all drawn. */
const FRIENDS = 8;
const SAMPLES = 40;
/** Sent before anything is measured: the first of anything is also compiled. */
const WARM_UP = 10;
const WORDS = '这是一条消息 with some words in it, as people write them. ';

let server: Server;
let chrome: Chrome;
let ann: Person;
let bob: Person;
const measured: Measured[] = [];

async function seed(): Promise<void> {
  const register = (username: string, nickname: string) =>
    Api.register(server.origin, { username, nickname, password: PASSWORD });
  const [me, peer] = [await register('ann_fast', 'Ann'), await register('bob_fast', 'Bob')];
  for (let n = 0; n < FRIENDS; n += 1) {
    const friend = await register(`friend_${n}`, `Friend ${n}`);
    const chat = await friend.befriend(me);
    for (let line = 0; line < 30; line += 1) await friend.send(chat, `${line} of ${n}: ${WORDS}`);
  }
  const chat = await peer.befriend(me);
  let next = 0;
  const sender = async (): Promise<void> => {
    while (next < MANY) {
      const n = (next += 1);
      await (n % 3 ? peer : me).send(chat, `${n} ${WORDS.repeat((n % 4) + 1)}`);
    }
  };
  await Promise.all(Array.from({ length: 16 }, sender));
}

async function signIn(username: string): Promise<Person> {
  const person = await chrome.person(server);
  await person.context.addInitScript(watchRows);
  await person.signIn.signIn(username, PASSWORD);
  await person.chats.row(username === 'ann_fast' ? 'Bob' : 'Ann').waitFor();
  return person;
}

async function check(budget: Budget, take: () => Promise<number>): Promise<void> {
  const result = await against(budget, take);
  measured.push(result);
  console.log(JSON.stringify(result));
}

/** Older pages until there are none. */
async function loadAll(person: Person): Promise<void> {
  const top = () =>
    person.page.evaluate(() => {
      const box = document.querySelector<HTMLElement>('[data-testid="timeline"]')!;
      box.scrollTop = 0;
      return Number(box.querySelector<HTMLElement>('[data-seq]')?.dataset.seq ?? 0);
    });
  // The first number is what happened when they became contacts.
  for (let turn = 0; turn < 2_000 && (await top()) > 2; turn += 1) await person.page.waitForTimeout(30);
}

/** From the key to the own row, or to the row of the other. */
async function sends(where: 'own' | 'other'): Promise<number> {
  const times: number[] = [];
  for (let n = -WARM_UP; n < SAMPLES; n += 1) {
    const text = `${where} ${Date.now()} ${n}`;
    await ann.chat.composer.fill(text);
    // As people write: what the last message and the last letter set off is over.
    await ann.page.waitForTimeout(200);
    await ann.chat.composer.press('Enter');
    const other = await shownAt(bob.page, text);
    times.push(where === 'own' ? await drawnAfterEnter(ann.page, text) : other - (await pressedAt(ann.page)));
  }
  return p95(times.slice(WARM_UP));
}

/** From the key to the letter in the composer. */
async function types(): Promise<number> {
  await ann.chat.composer.focus();
  await ann.page.evaluate(() => {
    const times: number[] = [];
    Object.assign(window, { kamaKeys: times });
    document.addEventListener('keydown', ({ timeStamp }) =>
      requestAnimationFrame(() => setTimeout(() => times.push(performance.now() - timeStamp))),
    );
  });
  for (let n = 0; n < SAMPLES; n += 1) await ann.page.keyboard.press('a', { delay: 20 });
  await ann.page.waitForTimeout(200);
  const times = await ann.page.evaluate(() => (window as unknown as { kamaKeys: number[] }).kamaKeys);
  await ann.chat.composer.fill('');
  return p95(times);
}

/** From the click on a line of the list to the messages of that chat. */
async function switches(): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < 30; n += 1) {
    const friend = n % FRIENDS;
    times.push(
      await ann.page.evaluate(
        ([name, words]) =>
          new Promise<number>((done, failed) => {
            const rows = [...document.querySelectorAll<HTMLElement>('[data-testid="conversation-row"]')];
            const row = rows.find((each) => each.textContent?.includes(name!));
            const begun = performance.now();
            const look = () => {
              const texts = document.querySelectorAll('[data-testid="message"] .text');
              const there = [...texts].some((text) => text.textContent?.includes(words!));
              if (there) requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun)));
              else if (performance.now() - begun > 10_000) failed(new Error(`never opened: ${name}`));
              else requestAnimationFrame(look);
            };
            (row?.closest<HTMLElement>('a, button') ?? row?.querySelector<HTMLElement>('a, button'))?.click();
            look();
          }),
        [`Friend ${friend}`, ` of ${friend}: `],
      ),
    );
  }
  // The first round fetched what was not on the device yet.
  return p95(times.slice(FRIENDS));
}

async function starts(): Promise<number> {
  const begun = Date.now();
  await ann.page.reload({ waitUntil: 'commit' });
  await ann.chat.composer.waitFor();
  return Date.now() - begun;
}

beforeAll(async () => {
  [server, chrome] = await Promise.all([Server.fresh(), Chrome.launch()]);
});
afterAll(async () => {
  await chrome?.close();
  await server?.dispose();
});

it(`the budgets of a chat with ${MANY} messages`, async () => {
  await seed();
  [ann, bob] = [await signIn('ann_fast'), await signIn('bob_fast')];
  await ann.chats.open('Bob');
  await bob.chats.open('Ann');
  // Whoever writes is at the end of the chat, not where the news began.
  for (const person of [ann, bob]) await person.chat.send('Here I am');

  await check({ name: 'composer ready, cached', unit: 'ms', limit: 500 }, starts);
  await check({ name: 'send to own row, p95', unit: 'ms', limit: 50 }, () => sends('own'));
  await check({ name: 'send to the other context, p95', unit: 'ms', limit: 200 }, () => sends('other'));

  await loadAll(ann);
  await check({ name: `heap with ${MANY} messages`, unit: 'MB', limit: 80 }, () => heap(ann.page));
  let scrolled = await ann.page.evaluate(scrollThrough, 8);
  const again = async () => (scrolled = await ann.page.evaluate(scrollThrough, 8));
  await check({ name: 'scroll', unit: 'fps', limit: 55, atLeast: true }, async () => (await again()).fps);
  await check({ name: 'scroll, p95 of a frame', unit: 'ms', limit: 25 }, async () => scrolled.p95);
  await check({ name: 'scroll, tasks over 200 ms', unit: 'tasks', limit: 0 }, async () => scrolled.longTasks);
  await check({ name: 'scroll, nodes', unit: 'nodes', limit: 3_000 }, async () => scrolled.nodes);
  await ann.chat.jumpLatest.click();
  await check({ name: 'key press to paint, p95', unit: 'ms', limit: 50 }, types);

  await switches();
  const before = await heap(ann.page);
  await check({ name: 'chat switch, cached, p95', unit: 'ms', limit: 150 }, switches);
  const grown = async () => Math.max(0, (await heap(ann.page)) - before);
  await check({ name: 'heap after 30 switches, grown', unit: 'MB', limit: 10 }, grown);
  const inp = async () => (await vitals(ann.page)).inp;
  await check({ name: 'interaction to next paint', unit: 'ms', limit: 150 }, inp);

  expect(measured.filter(({ ok }) => !ok)).toEqual([]);
  expect(await chrome.leave()).toEqual([]);
});
