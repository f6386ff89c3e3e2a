import { expect, it } from 'vitest';
import { Api } from '../src/api';
import { PASSWORD, useScene } from '../src/scene';
import { Survey } from '../src/survey';

const scene = useScene();
async function register(username: string, nickname: string): Promise<Api> {
  return Api.register(scene.server.origin, { username, nickname, password: PASSWORD });
}

for (const phone of [false, true]) {
  const device = phone ? 'phone' : 'desktop';

  it(`a group without a mouse, on a ${device}`, async () => {
    const owner = await register(`gp_${device}`, '周末');
    const [ann, bad, wants] = [
      await register(`ga_${device}`, 'Ann Okafor'),
      await register(`gb_${device}`, 'Bob Larsen'),
      await register(`gw_${device}`, '想进群'),
    ];
    for (const one of [ann, bad]) await one.befriend(owner);
    const group = await owner.group(`周末羽毛球 ${device}`, [ann, bad]);
    await owner.changeGroup(group, { join_policy: 'approval', searchable: true, notice: '周六四点' });
    await owner.changeMember(group, ann, { role: 'admin' });
    await ann.changeMember(group, ann, { alias: '教练' });
    await ann.send(group, '谁带球？');
    await owner.ban(group, bad);
    await wants.join(group, '我也想打球');
    // Of another, so that there is a way in to be looked at.
    const other = await ann.group(`Open field ${device}`, []);
    await ann.changeGroup(other, { join_policy: 'approval', searchable: true });
    const code = await ann.invite(other);

    const size = { width: 320, height: 640 };
    const person = await scene.chrome.person(scene.server, phone ? { phone, size } : {});
    const { page } = person;
    await person.enter(`gp_${device}`);
    const survey = await Survey.of(person, owner);
    for (const [info, shown] of [
      ['info', 'panel-requests'],
      ['members', 'member'],
      ['settings', 'max-members'],
      ['requests', 'request-accept'],
      ['invites', 'invite-create'],
      ['bans', 'unban'],
    ] as const) {
      await person.go(`/chats/${group}?info=${info}`);
      await page.getByTestId(shown).first().waitFor();
      await survey.see(info, person.groups.panel);
    }
    // Escape leads up, and out.
    await page.keyboard.press('Escape');
    await page.getByTestId('group-title').waitFor();
    await page.keyboard.press('Escape');
    await person.groups.panel.waitFor({ state: 'detached' });
    await person.go(`/invite/${code}`);
    await page.getByTestId('group-join').waitFor();
    await survey.see('invite');

    const dialog = page.getByRole('dialog');
    await person.go('/chats');
    await page.getByTestId('new-chat').click();
    await page.getByTestId('start-group').click();
    await page.getByTestId('pick').first().waitFor();
    await survey.see('new group', dialog);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.getByTestId('new-chat').click();
    await page.getByTestId('start-find').click();
    await page.getByTestId('find-group').fill('Open field');
    await page.getByTestId('find-group-submit').click();
    await page.getByTestId('group-join').first().waitFor();
    await survey.see('find', dialog);
    expect(survey.found).toEqual([]);
  });
}

it('a group gets a picture, and its names and roles are seen by the others', async () => {
  const [ida, jon] = [await register('ida', 'Ida Moen'), await register('jon', 'Jon Vik')];
  await jon.befriend(ida);
  const group = await ida.group('Sunday walk', [jon]);
  await ida.changeMember(group, ida, { alias: 'The guide' });
  const wants = await register('kai', 'Kai Wolf');
  await ida.changeGroup(group, { join_policy: 'approval', searchable: true });
  const guide = await scene.chrome.person(scene.server);
  const walker = await scene.chrome.person(scene.server, { phone: true });
  await guide.signIn.signIn('ida', PASSWORD);
  await walker.signIn.signIn('jon', PASSWORD);
  await guide.chats.open('Sunday walk');
  await walker.chats.row('Sunday walk').waitFor();

  await guide.groups.openPanel();
  const drawn = await guide.page.evaluate(() => {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 320;
    const context = canvas.getContext('2d')!;
    context.fillStyle = '#2f9e6e';
    context.fillRect(0, 0, 320, 320);
    return canvas.toDataURL('image/png').split(',')[1]!;
  });
  await guide.page.getByTestId('group-picture').focus();
  await guide.page.keyboard.press('Enter');
  await guide.page.getByTestId('avatar-file').setInputFiles({
    name: 'green.png',
    mimeType: 'image/png',
    buffer: Buffer.from(drawn, 'base64'),
  });
  await guide.page.getByTestId('avatar-save').click();
  await guide.page.getByTestId('avatar-save').waitFor({ state: 'detached' });
  await guide.page.getByTestId('group-picture').locator('img').waitFor();
  await guide.groups.event('You changed the group’s picture').waitFor();
  await walker.chats.row('Sunday walk').locator('img').waitFor();
  await guide.groups.closePanel();

  await guide.chat.send('Good shoes, please');
  await walker.chats.row('Sunday walk').getByText('The guide').waitFor();
  await walker.chats.open('Sunday walk');
  await walker.chat.message('Good shoes, please').waitFor();
  expect(await walker.page.getByTestId('sender').first().innerText()).toBe('The guide');
  await walker.page.getByTestId('sender-role').first().waitFor();
  expect(await walker.overflow()).toBeLessThanOrEqual(0);

  // Who decides hears of it at once, wherever he is.
  await guide.settings.goto();
  await wants.join(group, 'May I come along?');
  await guide.page.getByTestId('notice').getByText('Sunday walk').waitFor();
  await guide.page.getByTestId('notice').getByRole('link').click();
  await guide.page.getByTestId('group-request').getByText('May I come along?').waitFor();
});
