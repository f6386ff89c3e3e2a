import { expect, it } from 'vitest';
import { Api } from '../src/api';
import { violations } from '../src/axe';
import { PASSWORD, useScene } from '../src/scene';
import { Survey } from '../src/survey';

const scene = useScene();

async function three(suffix: string): Promise<{ ann: Api; bob: Api; chen: Api }> {
  const { origin } = scene.server;
  const make = (name: string, nickname: string): Promise<Api> =>
    Api.register(origin, { username: `${name}_${suffix}`, nickname, password: PASSWORD });
  const [ann, bob, chen] = [
    await make('ann', 'Ann Okafor'),
    await make('bob', 'Bob Larsen'),
    await make('chen', '陈思远'),
  ];
  await bob.send(await bob.befriend(ann), 'Lunch at noon?');
  await chen.send(await chen.befriend(ann), '在吗');
  return { ann, bob, chen };
}

it('a whole session needs no mouse: sign in, jump, write with an emoji, walk, help, sign out', async () => {
  const { ann, bob } = await three('keys');
  const person = await scene.chrome.person(scene.server);
  const { page } = person;
  const { keyboard } = page;
  await person.signIn.goto('sign-in');
  await page.getByTestId('login').focus();
  await keyboard.type('ann_keys');
  await keyboard.press('Tab');
  await page.getByTestId('password').focus();
  await keyboard.type(PASSWORD);
  await keyboard.press('Enter');
  await person.chats.rows.first().waitFor();

  await keyboard.press('Control+k');
  await page.locator('[data-testid="switch-field"]:focus').waitFor();
  await keyboard.type('larsen');
  await expect.poll(() => page.getByTestId('switch-target').count()).toBe(1);
  expect(await violations(page, 'switcher')).toEqual([]);
  await keyboard.press('Enter');
  await person.chat.message('Lunch at noon?').waitFor();
  await page.getByTestId('switch-field').waitFor({ state: 'detached' });

  await person.chat.composer.focus();
  await keyboard.type('Yes ');
  await keyboard.press('Tab');
  await keyboard.press('Enter');
  await page.getByTestId('emoji-search').waitFor();
  await expect.poll(() => page.getByTestId('emoji').count()).toBeGreaterThan(300);
  expect(await violations(page, 'emoji')).toEqual([]);
  await keyboard.type('火锅');
  await keyboard.press('Enter');
  await expect.poll(() => person.chat.composer.inputValue()).toBe('Yes 🍲');
  await expect.poll(() => person.chat.composer.evaluate((box) => box === document.activeElement)).toBe(true);
  await keyboard.press('Enter');
  await person.chat.message('Yes 🍲').waitFor();

  // Up to a message: an answer, a reaction, and back.
  await page.getByTestId('timeline').focus();
  await keyboard.press('ArrowUp');
  await keyboard.press('ArrowUp');
  await page.locator('[data-testid=message][data-seq="1"]:focus').waitFor();
  await keyboard.press('r');
  await page.getByTestId('reply-bar').getByText('Lunch at noon?').waitFor();
  await expect.poll(() => person.chat.composer.evaluate((box) => box === document.activeElement)).toBe(true);
  await keyboard.type('Which place?');
  await keyboard.press('Enter');
  await person.chat.message('Which place?').getByTestId('quote').getByText('Lunch at noon?').waitFor();
  await page.getByTestId('timeline').focus();
  for (let up = 0; up < 3; up += 1) await keyboard.press('ArrowUp');
  await page.locator('[data-testid=message][data-seq="1"]:focus').waitFor();
  await keyboard.press('+');
  await page.getByTestId('emoji-search').waitFor();
  await keyboard.type('thumb');
  await keyboard.press('Enter');
  const reaction = page.locator('[data-testid=message][data-seq="1"]').getByTestId('reaction');
  await reaction.and(page.locator('[aria-pressed=true]')).waitFor();
  await page.locator('[data-testid=message][data-seq="1"]:focus').waitFor();
  await person.chat.composer.focus();

  // By arrows: right and down in the grid; what was used is in front now.
  await keyboard.press('Tab');
  await keyboard.press('Enter');
  await page.getByTestId('emoji-search').waitFor();
  await keyboard.press('ArrowDown');
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
  await expect.poll(focused).toBe('thumbs up');
  await keyboard.press('ArrowDown');
  await keyboard.press('ArrowRight');
  await expect.poll(focused).toBe('big smile');
  await keyboard.press('Escape');
  await page.getByTestId('emoji-panel').waitFor({ state: 'detached' });

  // Only emoji: larger.
  await person.chat.composer.fill('🎉');
  await keyboard.press('Enter');
  await person.chat.message('🎉').locator('.text.big').waitFor();

  await keyboard.press('Alt+ArrowDown');
  await person.chat.message('在吗').waitFor();
  await keyboard.press('Alt+ArrowUp');
  await person.chat.message('Yes 🍲').waitFor();

  const region = () =>
    page.evaluate(() => {
      const at = document.activeElement?.closest<HTMLElement>('[data-region]');
      return at?.dataset.testid || at?.id || at?.className || '';
    });
  const regions: string[] = [];
  for (let press = 0; press < 4; press += 1) {
    await keyboard.press('F6');
    regions.push(await region());
  }
  expect([...regions].sort()).toEqual(['content', 'list', 'rail', 'timeline']);

  await keyboard.press('Control+/');
  await page.getByTestId('shortcuts').waitFor();
  expect(await violations(page, 'shortcuts')).toEqual([]);
  await keyboard.press('Escape');
  await page.getByTestId('shortcuts').waitFor({ state: 'detached' });
  const said = (await bob.messages(await ann.conversationWith('Bob Larsen'))).map((m) => m.body.text);
  expect(said).toEqual(['Lunch at noon?', 'Yes 🍲', 'Which place?', '🎉']);
});

it('the panels fit a narrow screen in both themes and languages', async () => {
  const { ann } = await three('narrow');
  const size = { width: 320, height: 640 };
  const person = await scene.chrome.person(scene.server, { phone: true, size });
  const { page } = person;
  await person.enter('ann_narrow');
  await person.chats.open('Bob Larsen');
  const survey = await Survey.of(person, ann);
  await page.getByTestId('emoji-open').click();
  await page.getByTestId('emoji').first().waitFor();
  await survey.glance('emoji', page.getByTestId('emoji-panel'));
  await page.getByTestId('emoji').nth(3).click();
  await expect.poll(() => person.chat.composer.inputValue()).not.toBe('');
  await page.keyboard.press('Escape');
  await page.getByTestId('emoji-panel').waitFor({ state: 'detached' });
  const dialog = page.getByRole('dialog');
  await page.keyboard.press('Control+k');
  await page.getByTestId('switch-target').first().waitFor();
  await survey.glance('switcher', dialog);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await page.keyboard.press('Control+/');
  await page.getByTestId('shortcuts').waitFor();
  await survey.glance('shortcuts', dialog);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await person.chat.back();
  await person.settings.goto();
  await page.getByTestId('notify-quiet').click();
  await survey.glance('notifications', page.getByTestId('notifications'));
  expect(survey.found).toEqual([]);
});
