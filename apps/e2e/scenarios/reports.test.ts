import { expect, it } from 'vitest';
import { Api } from '../src/api';
import { violations } from '../src/axe';
import { PASSWORD, useScene } from '../src/scene';

const scene = useScene();

async function two(suffix: string) {
  const { origin } = scene.server;
  const make = (name: string, nickname: string): Promise<Api> =>
    Api.register(origin, { username: `${name}_${suffix}`, nickname, password: PASSWORD });
  const ann = await make('ann', 'Ann Okafor');
  const eve = await make('eve', 'Eve Marsh');
  const conversation = await eve.befriend(ann);
  return { ann, eve, conversation };
}

it('reports a message by keyboard alone, and says so when it was reported before', async () => {
  const { eve, conversation } = await two('msg');
  await eve.send(conversation, 'Buy cheap watches');
  const ann = await scene.chrome.person(scene.server);
  await ann.signIn.signIn('ann_msg', PASSWORD);
  await ann.chats.open('Eve Marsh');
  for (const again of [false, true]) {
    await ann.chat.stand('Buy cheap watches');
    await ann.page.keyboard.press('Shift+F10');
    await ann.page.getByTestId('menu-report').waitFor();
    await ann.page.getByTestId('menu-report').press('Enter');
    await ann.page.getByTestId('report-send').press('Enter');
    await ann.page.getByText('Choose what is wrong').waitFor();
    expect(await violations(ann.page, 'report, no reason')).toEqual([]);
    await ann.page.getByTestId('report-spam').locator('input').focus();
    await ann.page.keyboard.press('ArrowDown');
    await ann.page.keyboard.press('Tab');
    await ann.page.keyboard.type('She sends this to everybody');
    await ann.page.keyboard.press('Tab');
    await ann.page.keyboard.press('Tab');
    await ann.page.keyboard.press('Enter');
    const sent = ann.page.getByTestId('report-sent');
    await sent.getByText(again ? 'You reported this before' : 'Thank you').waitFor();
    expect(await violations(ann.page, 'reported')).toEqual([]);
    await ann.page.keyboard.press('Escape');
    await sent.waitFor({ state: 'detached' });
  }
  await ann.chat.send('I do not want any');
  // What is on its way has no menu yet.
  await ann.chat.waitState('I do not want any', 'sent');
  await ann.chat.stand('I do not want any');
  await ann.page.keyboard.press('Shift+F10');
  await ann.page.getByTestId('menu-recall').waitFor();
  expect(await ann.page.getByTestId('menu-report').count()).toBe(0);
  await ann.page.keyboard.press('Escape');
});

it('reports a person who is blocked, on a phone, in Chinese and in the dark', async () => {
  const { ann: api, eve } = await two('who');
  await eve.group('Cheap watches', [api]);
  const ann = await scene.chrome.person(scene.server, { phone: true, locale: 'zh-CN', theme: 'dark' });
  await ann.signIn.signIn('ann_who', PASSWORD);
  await ann.contacts.goto();
  await ann.contacts.rows.filter({ hasText: 'Eve Marsh' }).click();
  await ann.page.getByTestId('person-block').click();
  await ann.page.getByTestId('person-confirm').click();
  await ann.page.getByTestId('person-blocked').waitFor();
  await ann.page.getByTestId('person-report').click();
  await ann.page.getByTestId('report-harassment').waitFor();
  expect(await violations(ann.page, 'report on a phone')).toEqual([]);
  expect(await ann.overflow()).toBeLessThanOrEqual(0);
  await ann.page.getByTestId('report-harassment').click();
  await ann.page.getByTestId('report-send').click();
  await ann.page.getByTestId('report-sent').getByText('谢谢').waitFor();
  await ann.page.getByTestId('report-ok').click();
  await ann.page.getByTestId('report-sent').waitFor({ state: 'detached' });

  await ann.page.goto('/chats');
  await ann.chats.open('Cheap watches');
  await ann.groups.openPanel();
  await ann.page.getByTestId('group-report').click();
  await ann.page.getByTestId('report-fraud').click();
  await ann.page.getByTestId('report-text').fill('卖假表');
  await ann.page.getByTestId('report-send').click();
  await ann.page.getByTestId('report-sent').waitFor();
  expect(await violations(ann.page, 'group reported')).toEqual([]);
});
