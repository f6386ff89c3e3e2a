import { expect, it } from 'vitest';
import { Api } from '../src/api';
import { violations } from '../src/axe';
import { PASSWORD, useScene } from '../src/scene';

const scene = useScene();

async function team(suffix: string) {
  const { origin } = scene.server;
  const make = (name: string, nickname: string): Promise<Api> =>
    Api.register(origin, { username: `${name}_${suffix}`, nickname, password: PASSWORD });
  const ann = await make('ann', 'Ann Okafor');
  const bob = await make('bob', 'Bob Larsen');
  const zhou = await make('zhou', '周美琪');
  for (const other of [bob, zhou]) await other.befriend(ann);
  const group = await ann.group('Kites', [bob, zhou]);
  return { ann, bob, zhou, group };
}

it('an answer shows what it answers, by button and by key, and leads there', async () => {
  const { bob, group } = await team('quote');
  await bob.send(group, 'Who brings the long line?');
  for (let n = 0; n < 60; n += 1) await bob.send(group, `gust ${n}`);
  const ann = await scene.chrome.person(scene.server);
  await ann.signIn.signIn('ann_quote', PASSWORD);
  await ann.chats.open('Kites');
  const newest = ann.chat.message('gust 59');
  await newest.hover();
  await newest.getByTestId('reply').click();
  await ann.page.getByTestId('reply-bar').getByText('gust 59').waitFor();
  await ann.chat.send('a strong one');
  await ann.chat.message('a strong one').getByTestId('quote').getByText('gust 59').waitFor();
  expect(await ann.page.getByTestId('reply-bar').count()).toBe(0);

  const [first] = await bob.messages(group).then((all) => all.filter((m) => m.body.text.startsWith('Who')));
  await bob.answer(group, first!.seq, 'So, who?');
  const answer = ann.chat.message('So, who?');
  await answer.getByTestId('quote').click();
  const original = ann.page.locator(`[data-testid=message][data-seq="${first!.seq}"]`);
  await original.waitFor();

  // The keyboard alone: up from the composer, R, text, Enter.
  await expect.poll(() => original.evaluate((row) => row === document.activeElement)).toBe(true);
  await ann.page.keyboard.press('r');
  await ann.page.getByTestId('reply-bar').getByText('Who brings').waitFor();
  await ann.page.keyboard.press('Escape');
  await ann.page.getByTestId('reply-bar').waitFor({ state: 'detached' });
  expect(await violations(ann.page, 'answers')).toEqual([]);
});

it('who is mentioned sees the mark, also in a muted group', async () => {
  const { group } = await team('at');
  const ann = await scene.chrome.person(scene.server);
  const zhou = await scene.chrome.person(scene.server, { phone: true, locale: 'zh-CN', theme: 'dark' });
  await Promise.all([ann.signIn.signIn('ann_at', PASSWORD), zhou.signIn.signIn('zhou_at', PASSWORD)]);
  const quiet = await Api.signIn(scene.server.origin, 'zhou_at', PASSWORD);
  await quiet.keep(group, { notify: 'none' });
  await ann.chats.open('Kites');
  await ann.chat.composer.pressSequentially('Look @周');
  await ann.page.getByTestId('mention-option').getByText('周美琪').waitFor();
  expect(await violations(ann.page, 'mention list')).toEqual([]);
  await ann.page.keyboard.press('Enter');
  await ann.page.keyboard.type('there');
  await ann.page.keyboard.press('Enter');
  await ann.chat.message('Look @周美琪 there').waitFor();
  await zhou.chats.row('Kites').getByTestId('mentioned').waitFor();
  await zhou.chats.open('Kites');
  await zhou.page.locator('.mention.me').getByText('@周美琪').waitFor();
  await zhou.chat.back();
  await zhou.chats.row('Kites').getByTestId('mentioned').waitFor({ state: 'detached' });

  // Escape closes the list only; everyone is called by right.
  await ann.chat.composer.pressSequentially('@every');
  await ann.page.getByTestId('mention-option').getByText('everyone').waitFor();
  await ann.page.keyboard.press('Escape');
  expect(await ann.page.getByTestId('mention-list').count()).toBe(0);
  expect(await ann.chat.composer.inputValue()).toBe('@every');
  await ann.chat.composer.fill('');
  await ann.chat.composer.pressSequentially('@every');
  await ann.page.getByTestId('mention-option').getByText('everyone').waitFor();
  await ann.page.keyboard.press('Tab');
  await ann.page.keyboard.press('Enter');
  await zhou.chats.row('Kites').getByTestId('mentioned').waitFor();
  await zhou.chats.open('Kites');
  await zhou.chat.composer.pressSequentially('@every');
  await zhou.page.waitForTimeout(500);
  expect(await zhou.page.getByTestId('mention-list').count()).toBe(0);
});
