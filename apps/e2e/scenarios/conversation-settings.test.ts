import { expect, it } from 'vitest';
import { Api } from '../src/api';
import { violations } from '../src/axe';
import type { Person } from '../src/person';
import { PASSWORD, useScene } from '../src/scene';
import { finger } from '../src/touch';

const scene = useScene();

async function friends(suffix: string) {
  const { origin } = scene.server;
  const make = (name: string, nickname: string): Promise<Api> =>
    Api.register(origin, { username: `${name}_${suffix}`, nickname, password: PASSWORD });
  const ann = await make('ann', 'Ann Okafor');
  const bob = await make('bob', 'Bob Larsen');
  const chen = await make('chen', '陈思远');
  const withBob = await bob.befriend(ann);
  const withChen = await chen.befriend(ann);
  await bob.send(withBob, 'older');
  await chen.send(withChen, 'newer');
  return { bob, chen, withBob, withChen };
}

async function pick(person: Person, name: string, action: string, key = ''): Promise<void> {
  const row = person.chats.row(name);
  if (key) {
    await row.focus();
    await person.page.keyboard.press(key);
  } else {
    await row.click({ button: 'right' });
  }
  await person.page.getByTestId(`menu-${action}`).click();
  await person.page.getByTestId('menu').waitFor({ state: 'detached' });
}

const names = (person: Person) => person.page.locator('[data-testid=conversation-row] .name').allInnerTexts();

it('a chat is pinned, muted, marked and put aside, and the other device follows', async () => {
  const { bob, chen, withBob, withChen } = await friends('keep');
  const ann = await scene.chrome.person(scene.server);
  const phone = await scene.chrome.person(scene.server, { phone: true, locale: 'zh-CN' });
  await Promise.all([ann.signIn.signIn('ann_keep', PASSWORD), phone.signIn.signIn('ann_keep', PASSWORD)]);
  await expect.poll(() => names(ann)).toEqual(['陈思远', 'Bob Larsen']);

  await pick(ann, 'Bob Larsen', 'pin');
  await expect.poll(() => names(ann)).toEqual(['Bob Larsen', '陈思远']);
  await expect.poll(() => names(phone)).toEqual(['Bob Larsen', '陈思远']);
  await phone.chats.row('Bob Larsen').getByTestId('row-pinned').waitFor();

  // The keyboard alone gets there too.
  await pick(ann, '陈思远', 'notify-none', 'Shift+F10');
  await phone.chats.row('陈思远').getByTestId('row-muted').waitFor();
  await chen.send(withChen, 'psst');
  await expect.poll(() => ann.chats.badge('陈思远').innerText()).toBe('2');
  await expect.poll(() => ann.page.title()).toMatch(/^\(1\)/);

  await pick(ann, 'Bob Larsen', 'unread');
  // The other device knows it from the server, which has to know it before the next.
  await phone.chats.badge('Bob Larsen').waitFor({ state: 'detached' });
  await pick(ann, 'Bob Larsen', 'unread');
  await phone.chats.row('Bob Larsen').getByTestId('marked-unread').waitFor();
  await ann.chats.open('Bob Larsen');
  await phone.chats.row('Bob Larsen').getByTestId('marked-unread').waitFor({ state: 'detached' });

  await pick(ann, '陈思远', 'archive');
  await expect.poll(() => names(phone)).toEqual(['Bob Larsen']);
  await chen.send(withChen, 'still quiet');
  await phone.page.getByText('归档', { exact: true }).click();
  await expect.poll(() => names(phone)).toEqual(['陈思远']);

  const kept = ann.page.waitForResponse(
    (answer) => answer.request().method() === 'PATCH' && answer.url().endsWith(withBob),
  );
  await pick(ann, 'Bob Larsen', 'hide');
  await expect.poll(() => names(ann)).toEqual([]);
  await kept;
  await bob.send(withBob, 'back again');
  await expect.poll(() => names(ann)).toEqual(['Bob Larsen']);
});

it('a finger that stays opens the menu as a sheet without a fault', async () => {
  await friends('long');
  const ann = await scene.chrome.person(scene.server, { phone: true });
  await ann.signIn.signIn('ann_long', PASSWORD);
  const row = ann.chats.row('Bob Larsen');
  await row.waitFor();
  await finger(row, { lift: false });
  await ann.page.getByTestId('menu').waitFor();
  expect(await violations(ann.page, 'menu of a chat')).toEqual([]);
  expect(await ann.overflow()).toBeLessThanOrEqual(0);
  await ann.page.keyboard.press('Escape');
  await ann.page.getByTestId('menu').waitFor({ state: 'detached' });
  expect(await ann.page.getByTestId('composer').count()).toBe(0);
});

it('what is being written goes on at the other device', async () => {
  await friends('draft');
  const desk = await scene.chrome.person(scene.server);
  const phone = await scene.chrome.person(scene.server, { phone: true, locale: 'zh-CN' });
  await Promise.all([desk.signIn.signIn('ann_draft', PASSWORD), phone.signIn.signIn('ann_draft', PASSWORD)]);
  await desk.chats.open('Bob Larsen');
  await desk.chat.composer.fill('Half a sentence');
  await phone.chats.row('Bob Larsen').getByText('Half a sentence').waitFor();
  await phone.chats.open('Bob Larsen');
  await expect.poll(() => phone.chat.composer.inputValue()).toBe('Half a sentence');
  await phone.chat.composer.press('Enter');
  await desk.chat.message('Half a sentence').waitFor();
  await phone.chat.back();
  await expect.poll(() => phone.chats.row('Bob Larsen').getByText('[草稿]').count()).toBe(0);
});
