import { expect, it } from 'vitest';
import { Api } from '../src/api';
import { PASSWORD, useScene } from '../src/scene';

const scene = useScene();

async function team(suffix: string) {
  const { origin } = scene.server;
  const make = (name: string, nickname: string): Promise<Api> =>
    Api.register(origin, { username: `${name}_${suffix}`, nickname, password: PASSWORD });
  const ann = await make('ann', 'Ann Okafor');
  const bob = await make('bob', 'Bob Larsen');
  await bob.befriend(ann);
  const group = await ann.group('Kites', [bob]);
  return { ann, bob, group };
}

it('who writes is seen in the chat and in the list, in groups too, and not for long', async () => {
  await team('typing');
  const ann = await scene.chrome.person(scene.server);
  const bob = await scene.chrome.person(scene.server, { phone: true, locale: 'zh-CN' });
  await Promise.all([ann.signIn.signIn('ann_typing', PASSWORD), bob.signIn.signIn('bob_typing', PASSWORD)]);
  await ann.chats.open('Bob Larsen');
  await bob.chats.open('Ann Okafor');
  await bob.chat.composer.pressSequentially('A kite');
  await ann.page.getByTestId('typing').getByText('typing…').waitFor();
  await ann.chats.row('Bob Larsen').getByTestId('row-typing').waitFor();
  await ann.page.getByTestId('typing').waitFor({ state: 'detached', timeout: 15_000 });
  await bob.chat.composer.pressSequentially(' flies');
  await ann.page.getByTestId('typing').waitFor();
  await bob.chat.send('A kite flies');
  await ann.chat.message('A kite flies').waitFor();
  await ann.page.getByTestId('typing').waitFor({ state: 'detached', timeout: 2_000 });

  await ann.chats.open('Kites');
  await bob.chat.back();
  await bob.chats.open('Kites');
  await bob.chat.composer.pressSequentially('Wind');
  await ann.page.getByTestId('typing').getByText('1 person is typing…').waitFor();
});

it('an own message of a group says who has read it', async () => {
  const { bob, group } = await team('readers');
  const ann = await scene.chrome.person(scene.server);
  await ann.signIn.signIn('ann_readers', PASSWORD);
  await ann.chats.open('Kites');
  await ann.chat.send('Friday at four');
  await ann.page.getByTestId('readers').getByText('Read by 0 of 1').waitFor();
  const reader = await scene.chrome.person(scene.server);
  await reader.signIn.signIn('bob_readers', PASSWORD);
  await reader.chats.open('Kites');
  await reader.chat.message('Friday at four').waitFor();
  await ann.page.getByTestId('readers').getByText('Read by 1 of 1').waitFor();
  await ann.page.getByTestId('readers').click();
  await ann.page.getByTestId('readers-list').getByText('Bob Larsen').waitFor();
  expect((await bob.messages(group)).length).toBeGreaterThan(0);
});

it('messages are chosen by keyboard and sent on as one, to what is saved first', async () => {
  const { bob, group } = await team('forward');
  await bob.send(group, 'Bring the long line');
  await bob.send(group, 'And the red tail');
  const ann = await scene.chrome.person(scene.server);
  await ann.signIn.signIn('ann_forward', PASSWORD);
  await ann.chats.open('Kites');
  await ann.chat.stand('Bring the long line');
  await ann.page.keyboard.press('Shift+F10');
  await ann.page.getByTestId('menu-select').click();
  await ann.chat.message('And the red tail').getByTestId('pick-message').focus();
  await ann.page.keyboard.press('Space');
  await ann.page.getByTestId('select-bar').getByText('2 messages chosen').waitFor();
  await ann.page.getByTestId('select-forward').click();
  const targets = ann.page.getByTestId('forward-to');
  expect(await targets.first().innerText()).toContain('Saved messages');
  await targets.first().click();
  await targets.filter({ hasText: 'Bob Larsen' }).click();
  await ann.page.getByTestId('forward-merged').click();
  await ann.page.getByTestId('forward-send').click();
  await ann.page.getByTestId('select-bar').waitFor({ state: 'detached' });

  await ann.chats.open('Saved messages');
  await ann.page.getByTestId('merged').click();
  const list = ann.page.getByTestId('merged-list');
  await list.getByText('Bring the long line').waitFor();
  expect(await list.locator('li').count()).toBe(2);
});
