import { expect, it } from 'vitest';
import { Api } from '../src/api';
import { PASSWORD, useScene } from '../src/scene';

const scene = useScene();

/** Ann with two contacts, made through the API: the scene is about what comes after. */
async function three(
  suffix: string,
): Promise<{ ann: Api; bob: Api; chen: Api; withBob: string; withChen: string }> {
  const { origin } = scene.server;
  const make = (name: string, nickname: string): Promise<Api> =>
    Api.register(origin, { username: `${name}_${suffix}`, nickname, password: PASSWORD });
  const ann = await make('ann', 'Ann Okafor');
  const bob = await make('bob', 'Bob Larsen');
  const chen = await make('chen', '陈思远');
  return { ann, bob, chen, withBob: await bob.befriend(ann), withChen: await chen.befriend(ann) };
}

it('a message to a closed chat shows in its own row and in no other chat', async () => {
  const { bob, chen, withBob, withChen } = await three('rows');
  await bob.send(withBob, 'Lunch at noon?');
  const ann = await scene.chrome.person(scene.server);
  await ann.signIn.signIn('ann_rows', PASSWORD);
  await ann.chats.open('Bob Larsen');
  await ann.chat.message('Lunch at noon?').waitFor();

  await chen.send(withChen, '只给你看的消息');
  await ann.chats.row('陈思远').getByText('只给你看的消息').waitFor();
  await expect.poll(() => ann.chats.badge('陈思远').innerText()).toContain('1');
  expect(await ann.chat.messages.filter({ hasText: '只给你看的消息' }).count()).toBe(0);
  expect(await ann.chats.row('Bob Larsen').getByText('只给你看的消息').count()).toBe(0);
  // Nor does a wrong one come later, when the right one is opened and left again.
  await ann.chats.open('陈思远');
  expect((await ann.chat.all()).map((m) => m.text)).toEqual(['只给你看的消息']);
  await ann.chats.open('Bob Larsen');
  expect((await ann.chat.all()).map((m) => m.text)).toEqual(['Lunch at noon?']);
});

it('the newest conversation is on top and reading takes the badge away', async () => {
  const { bob, chen, withBob, withChen } = await three('order');
  const ann = await scene.chrome.person(scene.server);
  await ann.signIn.signIn('ann_order', PASSWORD);
  await ann.chats.rows.first().waitFor();
  for (let n = 1; n <= 3; n += 1) await bob.send(withBob, `note ${n}`);
  await ann.chats.rows.first().getByText('note 3').waitFor();
  await chen.send(withChen, '在吗');
  await ann.chats.rows.first().getByText('在吗').waitFor();
  expect(await ann.chats.badge('Bob Larsen').innerText()).toContain('3');
  await ann.chats.open('Bob Larsen');
  await ann.chat.message('note 3').waitFor();
  await ann.chats.badge('Bob Larsen').waitFor({ state: 'detached' });
  await ann.chats.open('陈思远');
  await ann.chats.badge('Bob Larsen').waitFor({ state: 'detached' });
});

it('a long history opens at the first unread message and loads older pages without a jump', async () => {
  const { ann, bob, withBob } = await three('long');
  for (let n = 1; n <= 130; n += 1) await bob.send(withBob, `line ${n}`);
  await ann.read(withBob, 100);
  const person = await scene.chrome.person(scene.server);
  await person.signIn.signIn('ann_long', PASSWORD);
  expect(await person.chats.badge('Bob Larsen').innerText()).toContain('30');
  await person.chats.open('Bob Larsen');
  await person.chat.divider.waitFor();
  expect(await person.chat.divider.innerText()).toContain('30');
  const rows = await person.chat.all();
  expect(rows.map((row) => row.text)).toEqual(Array.from({ length: 130 }, (_, i) => `line ${i + 1}`));

  await person.page.getByTestId('timeline').evaluate((box) => (box.scrollTop = 0));
  await person.chat.jumpLatest.waitFor();
  await bob.send(withBob, 'line 131');
  // Who reads further up stays there and is told.
  await expect.poll(() => person.chat.jumpLatest.innerText()).toContain('1');
  await person.chat.jumpLatest.focus();
  await person.page.keyboard.press('Enter');
  await person.chat.message('line 131').waitFor();
});

it('reading on one device clears the badge on the other', async () => {
  const { bob, withBob } = await three('devices');
  const laptop = await scene.chrome.person(scene.server);
  const phone = await scene.chrome.person(scene.server, { phone: true });
  for (const device of [laptop, phone]) await device.signIn.signIn('ann_devices', PASSWORD);
  for (const device of [laptop, phone]) await device.chats.row('Bob Larsen').waitFor();
  await bob.send(withBob, 'see you');
  for (const device of [laptop, phone]) await device.chats.badge('Bob Larsen').waitFor();
  await phone.chats.open('Bob Larsen');
  await laptop.chats.badge('Bob Larsen').waitFor({ state: 'detached', timeout: 3_000 });
  await phone.chat.send('from my phone');
  await laptop.chats.row('Bob Larsen').getByText('from my phone').waitFor();
});

it('an Enter that ends a composition does not send, the next one does, once', async () => {
  const { chen, withChen } = await three('ime');
  const ann = await scene.chrome.person(scene.server, { locale: 'zh-CN' });
  await ann.signIn.signIn('ann_ime', PASSWORD);
  await ann.chats.open('陈思远');
  const session = await ann.context.newCDPSession(ann.page);
  await ann.chat.composer.focus();
  await session.send('Input.imeSetComposition', { text: 'nihao', selectionStart: 5, selectionEnd: 5 });
  await ann.page.keyboard.press('Enter');
  expect(await ann.chat.messages.count()).toBe(0);
  await session.send('Input.insertText', { text: '你好' });
  await expect.poll(() => ann.chat.composer.inputValue()).toContain('你好');
  // Sooner than that no finger comes back to the key; until then it may be the one that ended the composition.
  await ann.page.waitForTimeout(100);
  await ann.page.keyboard.press('Enter');
  await ann.chat.waitState('你好', 'sent');
  expect((await chen.messages(withChen)).map((message) => message.body.text)).toEqual(['你好']);
});
