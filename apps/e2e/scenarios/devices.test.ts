import { describe, expect, it } from 'vitest';
import { Api } from '../src/api';
import type { Person } from '../src/person';
import { PASSWORD, useScene } from '../src/scene';

const scene = useScene();
const NEW = 'river-lotus-24-valley';

/** Two browsers signed in to one account; the first shows its settings. */
async function twoDevices(username: string): Promise<[Person, Person]> {
  await Api.register(scene.server.origin, { username, nickname: username, password: PASSWORD });
  const here = await scene.chrome.person(scene.server);
  await here.signIn.signIn(username, PASSWORD);
  await here.page.waitForURL('**/chats');
  await here.page.getByTestId('notice').waitFor({ state: 'detached' });
  const there = await scene.chrome.person(scene.server, { locale: 'zh-CN' });
  await there.signIn.signIn(username, PASSWORD);
  await there.page.waitForURL('**/chats');
  // What was refused on the way out is no surprise.
  there.watch.expect(/status of 401|WebSocket/);
  return [here, there];
}

describe('devices', () => {
  it('shows a new sign-in, names it, and throws it out within two seconds', async () => {
    const [here, there] = await twoDevices('dora');
    await here.page.getByTestId('notice').waitFor();
    expect(await here.page.getByTestId('notice').innerText()).toMatch(/New sign-in: Chrom\w+ on Linux/);
    await here.settings.goto();
    await here.settings.device(0).getByText('This device').waitFor();

    await here.settings.device(0).getByTestId('device-rename').click();
    await here.page.getByTestId('device-name-input').fill('书房');
    await here.page.getByTestId('device-name-save').click();
    await here.settings.device(0).getByText('书房').waitFor();

    await here.settings.device(1).getByTestId('device-end').click();
    await there.page.waitForURL(/\/sign-in/, { timeout: 2000 });
    await there.page.goto('/chats');
    await there.page.waitForURL(/\/sign-in/);
    expect(await here.page.getByText('This device', { exact: true }).count()).toBe(1);
  });

  it('a new password ends the other session and keeps this one', async () => {
    const [here, there] = await twoDevices('nora');
    here.watch.expect(/status of 40[03]/);
    await here.settings.goto();
    await here.settings.changePassword('not my password', NEW);
    await here.page.getByText('This is not your current password').waitFor();
    await here.settings.changePassword(PASSWORD, 'password123');
    await here.page.getByText(/on lists of common ones|easily guessed/).waitFor();
    await here.settings.changePassword(PASSWORD, NEW);
    await expect.poll(() => here.page.getByTestId('password-changed').innerText()).toMatch(/changed/);
    await there.page.waitForURL(/\/sign-in/, { timeout: 5000 });
    await here.page.reload();
    await here.settings.theme.waitFor();
    await there.signIn.signIn('nora', PASSWORD);
    await there.page.getByRole('alert').first().waitFor();
    await there.signIn.field('password').fill(NEW);
    await there.signIn.submit.click();
    await there.page.waitForURL('**/chats');
  });
});
