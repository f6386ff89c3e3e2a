import { expect, it } from 'vitest';
import { Api } from '../src/api';
import { PASSWORD, useScene } from '../src/scene';
import { finger } from '../src/touch';

const scene = useScene();

it('on a phone the list leads to the chat and back', async () => {
  const { chrome, server } = scene;
  const li = await Api.register(server.origin, { username: 'lilei', nickname: '李雷', password: PASSWORD });
  const han = await Api.register(server.origin, { username: 'han', nickname: '韩梅梅', password: PASSWORD });
  const conversation = await han.befriend(li);
  await han.send(conversation, '到家了吗？');

  const phone = await chrome.person(server, { phone: true, locale: 'zh-CN' });
  await phone.signIn.signIn('lilei', PASSWORD);
  await phone.chats.row('韩梅梅').waitFor();
  expect(await phone.page.getByTestId('composer').count()).toBe(0);
  await phone.chats.open('韩梅梅');
  expect(await phone.chats.row('韩梅梅').isVisible()).toBe(false);
  await phone.chat.composer.fill('刚到');
  await phone.page.getByTestId('send').click();
  await phone.chat.waitState('刚到', 'sent');
  await phone.chat.back();
  await phone.chats.row('韩梅梅').getByText('刚到').waitFor();
  // The browser's own way back and forth does the same.
  await phone.page.goBack();
  await phone.chat.composer.waitFor();
  await phone.page.goForward();
  await phone.chats.row('韩梅梅').waitFor();
});

it('nothing needs sideways scrolling at 320 pixels', async () => {
  const { chrome, server } = scene;
  const long = { username: 'wide', nickname: 'Bartholomew Featherstonehaugh-Li', password: PASSWORD };
  const wide = await Api.register(server.origin, long);
  const other = await Api.register(server.origin, {
    username: 'other',
    nickname: '欧阳',
    password: PASSWORD,
  });
  const conversation = await wide.befriend(other);
  await wide.send(conversation, `https://example.org/${'a'.repeat(200)}`);
  await wide.send(conversation, '无空格的很长的中文消息'.repeat(20));

  const person = await chrome.person(server, { phone: true, size: { width: 320, height: 640 } });
  for (const kind of ['sign-in', 'register'] as const) {
    await person.signIn.goto(kind);
    expect(await person.overflow(), kind).toBeLessThanOrEqual(0);
  }
  await person.signIn.signIn('other', PASSWORD);
  await person.chats.row(long.nickname).waitFor();
  expect(await person.overflow(), 'list').toBeLessThanOrEqual(0);
  await person.chats.open(long.nickname);
  await person.chat.messages.first().waitFor();
  expect(await person.overflow(), 'chat').toBeLessThanOrEqual(0);
  await person.chat.back();
  await person.contacts.goto();
  expect(await person.overflow(), 'contacts').toBeLessThanOrEqual(0);
  await person.settings.goto();
  expect(await person.overflow(), 'settings').toBeLessThanOrEqual(0);
});

it('a finger that stays asks what to do with a message, a swipe answers it, and a turned phone keeps both', async () => {
  const { chrome, server } = scene;
  const make = (username: string, nickname: string): Promise<Api> =>
    Api.register(server.origin, { username, nickname, password: PASSWORD });
  const [mei, tao] = [await make('mei_turn', '美'), await make('tao_turn', '涛')];
  const chat = await tao.befriend(mei);
  for (let n = 1; n <= 30; n += 1) await tao.send(chat, `第 ${n} 行`);
  await mei.read(chat, 30);
  const phone = await chrome.person(server, { phone: true, locale: 'zh-CN' });
  await phone.enter('mei_turn');
  await phone.chats.open('涛');
  const { page } = phone;

  await finger(phone.chat.message('第 30 行'), { lift: false });
  await page.getByTestId('menu-react').click();
  await page.getByTestId('emoji').first().click();
  await phone.chat.message('第 30 行').getByTestId('reaction').waitFor();
  await finger(phone.chat.message('第 29 行'), { dx: -90 });
  await page.getByTestId('reply-bar').getByText('第 29 行').waitFor();
  await phone.chat.composer.fill('横过来看');
  // Sideways it is as wide as a small desktop: the list stands beside the chat.
  await page.setViewportSize({ width: 844, height: 390 });
  await phone.chats.row('涛').waitFor();
  await phone.chat.message('第 30 行').waitFor();
  expect(await phone.overflow()).toBeLessThanOrEqual(0);
  await page.setViewportSize({ width: 390, height: 844 });
  await phone.chats.row('涛').waitFor({ state: 'hidden' });
  expect(await phone.chat.composer.inputValue()).toBe('横过来看');
  await page.getByTestId('send').click();
  await phone.chat.message('横过来看').getByTestId('quote').getByText('第 29 行').waitFor();
  expect(await phone.overflow()).toBeLessThanOrEqual(0);
});
