import { expect, it } from 'vitest';
import { Api } from '../src/api';
import { PASSWORD, useScene } from '../src/scene';

const scene = useScene();

it('a changed profile is seen by the other person and by the own other device', async () => {
  const { chrome, server } = scene;
  const ning = await Api.register(server.origin, { username: 'ning', nickname: '宁', password: PASSWORD });
  const otto = await Api.register(server.origin, { username: 'otto', nickname: 'Otto', password: PASSWORD });
  await otto.befriend(ning);
  const [person, other, phone] = [
    await chrome.person(server),
    await chrome.person(server),
    await chrome.person(server, { phone: true }),
  ];
  for (const device of [person, phone]) await device.signIn.signIn('ning', PASSWORD);
  await other.signIn.signIn('otto', PASSWORD);
  await other.chats.row('宁').waitFor();
  for (const device of [person, phone]) {
    await device.chats.row('Otto').waitFor();
    await device.settings.goto();
  }

  await person.page.getByTestId('profile-edit').click();
  await person.page.getByTestId('profile-nickname').fill('Ning Jing');
  await person.page.getByTestId('profile-signature').fill('风起时再见');
  await person.page.getByTestId('profile-status_text').fill('On the hill');
  await person.page.getByTestId('profile-gender').selectOption('female');
  await person.page.getByTestId('profile-save').click();
  await person.page.getByTestId('profile-save').waitFor({ state: 'detached' });
  for (const device of [person, phone]) {
    await device.page.getByTestId('own-profile').getByText('Ning Jing').waitFor();
    await device.page.getByTestId('own-profile').getByText('On the hill').waitFor();
  }
  await person.settings.theme.selectOption('dark');
  await phone.page.locator('html[data-theme="dark"]').waitFor();

  await other.page.reload();
  await other.chats.row('Ning Jing').waitFor();
  await other.contacts.goto();
  await other.contacts.rows.filter({ hasText: 'Ning Jing' }).click();
  await other.page.getByTestId('person-signature').getByText('风起时再见').waitFor();
  expect(await phone.overflow()).toBeLessThanOrEqual(0);
});
