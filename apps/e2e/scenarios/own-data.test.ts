import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { Api } from '../src/api';
import { PASSWORD, useScene } from '../src/scene';
import type { Person } from '../src/person';

const scene = useScene();

async function confirm(person: Person): Promise<void> {
  await person.page.getByTestId('confirm-password').fill(PASSWORD);
  await person.page.getByTestId('confirm-owner').click();
}

it('an archive is downloaded once, and holds the own messages', async () => {
  const { chrome, server } = scene;
  const rui = await Api.register(server.origin, { username: 'rui', nickname: 'Rui', password: PASSWORD });
  const eva = await Api.register(server.origin, { username: 'eva', nickname: 'Eva', password: PASSWORD });
  await rui.send(await rui.befriend(eva), '风把这句话带走');
  const person = await chrome.person(server, { phone: true });
  await person.signIn.signIn('rui', PASSWORD);
  await person.chats.row('Eva').waitFor();
  await person.settings.goto();

  await person.page.getByTestId('export-ask').click();
  await confirm(person);
  // The page hears of it by itself.
  await person.page.getByTestId('export-download').click();
  const links: string[] = [];
  person.page.on('response', (answer) => {
    if (answer.url().endsWith('/me/export/link'))
      void answer.json().then((body: { url: string }) => links.push(body.url));
  });
  const [download] = await Promise.all([person.page.waitForEvent('download'), confirm(person)]);
  expect(download.suggestedFilename()).toMatch(/^kamachat-\d{4}-\d\d-\d\d\.zip$/);
  const zip = readFileSync(await download.path());
  expect(zip.subarray(0, 4).toString('latin1')).toBe('PK\u0003\u0004');
  expect(zip.toString('utf8')).toContain('风把这句话带走');
  expect(zip.toString('utf8')).toContain('profile.json');
  await expect.poll(() => links.length).toBe(1);
  expect((await fetch(server.origin + links[0])).status).toBe(404);
  expect(await person.overflow()).toBeLessThanOrEqual(0);
});

it('who deletes the account is signed out, and keeps it by signing in again', async () => {
  const { chrome, server } = scene;
  await Api.register(server.origin, { username: 'yan', nickname: 'Yan', password: PASSWORD });
  const person = await chrome.person(server);
  person.watch.expect(/status of 403/);
  await person.signIn.signIn('yan', PASSWORD);
  await person.page.waitForURL('**/chats');
  await person.settings.goto();
  await person.page.getByTestId('leave').click();
  await confirm(person);
  // The name has to be typed.
  await person.page.getByRole('alert').first().waitFor();
  await person.page.getByTestId('confirm-word').fill('yan');
  await person.page.getByTestId('confirm-owner').click();
  await person.page.waitForURL(/\/sign-in/);

  await person.signIn.signIn('yan', PASSWORD);
  await person.page.getByTestId('restore').waitFor();
  await person.page.getByTestId('restore-keep').click();
  await person.page.waitForURL('**/chats');
  await person.settings.signOut();
  await person.signIn.signIn('yan', PASSWORD);
  await person.page.waitForURL('**/chats');
});
