import { expect, it } from 'vitest';
import { Api } from '../src/api';
import { violations } from '../src/axe';
import type { Person } from '../src/person';
import { PASSWORD, useScene } from '../src/scene';

const scene = useScene();
/** Three accounts and some hundred messages are made before anybody looks. */
const LONG = 240_000;

/** Ann knows Zhang San and Bob, and is in a group with both; the first words lie far behind. */
async function story(suffix: string) {
  const make = (name: string, nickname: string): Promise<Api> =>
    Api.register(scene.server.origin, { username: `${name}_${suffix}`, nickname, password: PASSWORD });
  const [ann, zhang, bob] = [
    await make('ann', 'Ann Okafor'),
    await make('zhang', '张三'),
    await make('bob', 'Bob Larsen'),
  ];
  const withZhang = await zhang.befriend(ann);
  await bob.befriend(ann);
  const tea = await ann.group('张家茶馆', [zhang, bob]);
  await zhang.send(withZhang, '周六一起吃午饭吧，红烧鱼');
  await bob.send(tea, 'Lunch at the harbour? <b>午饭</b> at noon');
  for (let n = 1; n <= 170; n += 1) await zhang.send(tea, `gust ${n}`);
  await zhang.send(tea, '午饭改到一点');
  return { ann, zhang, bob, tea, withZhang };
}

const hits = (person: Person) => person.page.getByTestId('message-hit');
const look = (person: Person, words: string) =>
  person.page.getByTestId('search').locator('input').fill(words);
const shoot = async (person: Person, name: string): Promise<void> => {
  if (process.env.KAMA_SHOTS) await person.page.screenshot({ path: `${process.env.KAMA_SHOTS}/${name}.png` });
};

/** A new message is in the index about a second later. */
async function finds(person: Person, words: string, count: number): Promise<void> {
  await expect
    .poll(
      async () => {
        await look(person, '');
        await look(person, words);
        await person.page.locator('[aria-busy=true], .hits-wait').first().waitFor({ state: 'detached' });
        await person.page.waitForTimeout(400);
        return hits(person).count();
      },
      { timeout: 30_000 },
    )
    .toBe(count);
}

it(
  'everything is searched: people by sound, chats, messages in both scripts, and a hit opens with what is around',
  async () => {
    const { tea, zhang } = await story('all');
    const person = await scene.chrome.person(scene.server);
    const { page } = person;
    await person.signIn.signIn('ann_all', PASSWORD);
    await person.chats.rows.first().waitFor();

    await look(person, 'zs');
    await page.getByTestId('person-hit').filter({ hasText: '张三' }).waitFor();
    await look(person, 'zjcg');
    await page.getByTestId('chat-hit').filter({ hasText: '张家茶馆' }).waitFor();

    await finds(person, '午饭', 3);
    expect(await page.locator('.hit-text mark').allTextContents()).toEqual(['午饭', '午饭', '午饭']);
    // What somebody wrote is text, whatever it looks like.
    await hits(person).filter({ hasText: '<b>午饭</b>' }).waitFor();
    await finds(person, '鱼', 1);
    await finds(person, 'harb', 1);
    await finds(person, 'nobody says this', 0);
    await page.getByTestId('search-none').getByText('nobody says this').waitFor();

    await look(person, 'harbour');
    await hits(person).first().click();
    const target = page.getByTestId('message').filter({ hasText: 'Lunch at the harbour?' });
    await target.waitFor();
    await page.getByText('gust 10', { exact: true }).waitFor();
    await expect.poll(() => target.evaluate((row) => row === document.activeElement)).toBe(true);
    // The newest ones are a step away, and reading on works from here.
    expect(await page.getByText('午饭改到一点').and(page.locator('.text')).count()).toBe(0);
    await person.chat.jumpLatest.click();
    await person.chat.message('午饭改到一点').waitFor();

    // A message that was taken back is found by nobody.
    const all = await zhang.messages(tea);
    await zhang.recall(tea, all.find((message) => message.body.text === '午饭改到一点')!.seq);
    await finds(person, '午饭', 2);
  },
  LONG,
);

it(
  'a search is narrowed down by person, chat, day and kind',
  async () => {
    await story('narrow');
    const person = await scene.chrome.person(scene.server);
    const { page } = person;
    await person.signIn.signIn('ann_narrow', PASSWORD);
    await person.chats.rows.first().waitFor();
    await finds(person, '午饭', 3);
    await page.getByTestId('filter-toggle').click();
    await page.getByTestId('filter-sender').fill('bob');
    await page.getByTestId('pick-option').filter({ hasText: 'Bob Larsen' }).waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(() => hits(person).count()).toBe(1);
    await page.getByTestId('filter-reset').click();
    await expect.poll(() => hits(person).count()).toBe(3);
    await page.getByTestId('filter-chat').fill('茶馆');
    await page.getByTestId('pick-option').filter({ visible: true }).first().click();
    await expect.poll(() => hits(person).count()).toBe(2);
    const today = new Date();
    const day = (at: Date): string =>
      `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, '0')}-${String(at.getDate()).padStart(2, '0')}`;
    await page.getByTestId('filter-to').fill('2020-01-01');
    await expect.poll(() => hits(person).count()).toBe(0);
    await page.getByTestId('search-none').waitFor();
    await page.getByTestId('filter-to').fill(day(new Date(today.getTime() + 86_400_000)));
    await page.getByTestId('filter-from').fill(day(new Date(today.getTime() - 86_400_000)));
    await expect.poll(() => hits(person).count()).toBe(2);
    await page.getByTestId('filter-kind').selectOption('merged');
    await expect.poll(() => hits(person).count()).toBe(0);
    await page.getByTestId('search-none').getByRole('button').click();
    await expect.poll(() => hits(person).count()).toBe(3);
  },
  LONG,
);

it(
  'a chat is searched without a mouse, and a day leads into it',
  async () => {
    const { withZhang, tea, zhang } = await story('keys');
    const person = await scene.chrome.person(scene.server);
    const { page } = person;
    const { keyboard } = page;
    await person.signIn.signIn('ann_keys', PASSWORD);
    await person.chats.rows.first().waitFor();
    await keyboard.press('Control+Shift+F');
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('type'))).toBe('search');
    await keyboard.type('zhang');
    await page.getByTestId('person-hit').first().waitFor();
    await keyboard.press('ArrowDown');
    await keyboard.press('Enter');
    await person.chat.message('周六一起吃午饭吧，红烧鱼').waitFor();
    expect(page.url()).toContain(withZhang);

    await page.goto(`${scene.server.origin}/chats/${tea}`);
    await person.chat.message('午饭改到一点').waitFor();
    await keyboard.press('Control+f');
    await page.getByTestId('chat-search').waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('type'))).toBe('search');
    const found = (): Promise<number> => hits(person).count();
    await keyboard.type('午饭');
    await expect.poll(found, { timeout: 20_000 }).toBe(2);
    await keyboard.press('ArrowDown');
    await keyboard.press('ArrowDown');
    await keyboard.press('Enter');
    const first = page.getByTestId('message').filter({ hasText: 'Lunch at the harbour?' });
    await first.waitFor();
    await expect.poll(() => first.evaluate((row) => row === document.activeElement)).toBe(true);
    // Taken back while the results are shown: the line goes.
    const seq = (await zhang.messages(tea)).find(({ body }) => body.text === '午饭改到一点')!.seq;
    await person.chat.jumpLatest.click();
    await person.chat.message('午饭改到一点').waitFor();
    await zhang.recall(tea, seq);
    await expect.poll(found).toBe(1);

    await page.getByTestId('chat-search-field').locator('input').fill('');
    await page.getByTestId('day').fill('2020-01-01');
    await page.getByTestId('day-go').click();
    await first.waitFor();
    await page.getByTestId('day').fill('2100-01-01');
    await page.getByTestId('day-go').click();
    await page.getByTestId('chat-search').getByRole('alert').waitFor();
    await page.getByTestId('day').focus();
    await keyboard.press('Escape');
    await page.getByTestId('chat-search').waitFor({ state: 'detached' });
  },
  LONG,
);

it(
  'every state of the search has no violation, in both themes and languages, wide and narrow',
  async () => {
    await story('axe');
    for (const [theme, locale, phone] of [
      ['light', 'zh-CN', false],
      ['dark', 'en-US', false],
      ['dark', 'zh-CN', true],
      ['light', 'en-US', true],
    ] as const) {
      const person = await scene.chrome.person(scene.server, { theme, locale, phone });
      const { page } = person;
      const at = `${theme}-${locale}-${phone ? 'phone' : 'wide'}`;
      const check = async (name: string): Promise<void> => {
        await shoot(person, `search-${name}-${at}`);
        expect(await person.overflow(), `${name} ${at}`).toBe(0);
        expect(await violations(page, `${name} ${at}`)).toEqual([]);
      };
      await person.signIn.signIn('ann_axe', PASSWORD);
      await person.chats.rows.first().waitFor();
      await finds(person, '午饭', 3);
      await check('messages');
      await look(person, '张');
      await page.getByTestId('person-hit').first().waitFor();
      await page.getByTestId('filter-toggle').click();
      await page.getByTestId('filter-sender').focus();
      await page.getByTestId('pick-option').first().waitFor();
      await check('filters');
      await page.getByTestId('filter-toggle').click();
      await look(person, 'tubiao');
      await page.getByTestId('search-none').waitFor();
      await check('none');
      // What the server cannot answer is said, with a way on.
      person.watch.expect(/503|search/);
      await page.route('**/search/messages*', (route) => route.fulfill({ status: 503, body: '{}' }));
      await look(person, 'gust');
      await page.getByTestId('search-failed').waitFor();
      await check('failed');
      await page.unroute('**/search/messages*');
      await page.getByTestId('search-failed').getByRole('button').click();
      await hits(person).first().waitFor();
      await look(person, '');
      await person.chats.open('张家茶馆');
      await page.getByTestId('chat-search-open').click();
      await page.getByTestId('chat-search').waitFor();
      await check('chat-empty');
      await page.getByTestId('chat-search-field').locator('input').fill('gust 1');
      await hits(person).first().waitFor();
      await check('chat-found');
      await page.context().close();
    }
  },
  LONG,
);
