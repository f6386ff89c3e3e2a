import { expect, it } from 'vitest';
import { Api } from '../src/api';
import { PASSWORD, useScene } from '../src/scene';

const scene = useScene();

it('a contact is seen to come, to be busy, to go, and to hide', async () => {
  const { chrome, server } = scene;
  const anna = await Api.register(server.origin, { username: 'anna', nickname: '安娜', password: PASSWORD });
  const bo = await Api.register(server.origin, { username: 'bo.li', nickname: 'Bo', password: PASSWORD });
  await anna.befriend(bo);
  const a = await chrome.person(server);
  const b = await chrome.person(server, { locale: 'zh-CN', phone: true });
  await a.signIn.signIn('anna', PASSWORD);
  await a.chats.open('Bo');
  const words = a.page.getByTestId('chat-presence');
  const dot = (state: string) => a.chats.row('Bo').locator(`[data-presence="${state}"]`);
  // Nobody was there yet: the name, and no dot.
  expect(await words.innerText()).toBe('@bo.li');
  expect(await a.chats.row('Bo').locator('[data-presence]').count()).toBe(0);

  await b.signIn.signIn('bo.li', PASSWORD);
  await dot('online').waitFor();
  await words.getByText('Online').waitFor();
  await b.chats.row('安娜').locator('[data-presence="online"]').waitFor();
  expect(await b.chats.row('安娜').innerText()).toContain('在线');

  await b.settings.goto();
  const choice = b.page.getByTestId('presence-select');
  await choice.selectOption('do_not_disturb');
  await dot('do_not_disturb').waitFor();
  await words.getByText('Do not disturb').waitFor();
  await choice.selectOption('invisible');
  await dot('do_not_disturb').waitFor({ state: 'detached' });
  await choice.selectOption('online');
  await dot('online').waitFor();
  expect(await b.overflow()).toBe(0);

  await b.page.getByTestId('privacy-last_seen').selectOption('nobody');
  await dot('online').waitFor({ state: 'detached' });
  await words.getByText('@bo.li').waitFor();
  await b.page.getByTestId('privacy-last_seen').selectOption('contacts');
  await dot('online').waitFor();

  await b.closeWindow();
  // A short break is none: offline comes some seconds later.
  await words.getByText('Last seen just now').waitFor({ timeout: 15_000 });
  expect(await a.chats.row('Bo').locator('[data-presence]').count()).toBe(0);
  await a.contacts.goto();
  await a.contacts.rows.filter({ hasText: 'Bo' }).click();
  await a.page.getByTestId('person-presence').getByText('Last seen just now').waitFor();
});
