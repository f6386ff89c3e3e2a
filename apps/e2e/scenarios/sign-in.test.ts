import { describe, expect, it } from 'vitest';
import { Api } from '../src/api';
import { PASSWORD, useScene } from '../src/scene';

const scene = useScene();
const REFUSED = /status of 4(00|01|09|22)/;

describe('signing in', () => {
  it('says that name or password are wrong, in the language of the page', async () => {
    await Api.register(scene.server.origin, { username: 'real', nickname: 'Real', password: PASSWORD });
    const person = await scene.chrome.person(scene.server, { locale: 'zh-CN' });
    person.watch.expect(REFUSED);
    await person.signIn.signIn('real', 'not the password');
    const alert = person.page.getByRole('alert').first();
    await alert.waitFor();
    const chinese = await alert.innerText();
    expect(chinese).toMatch(/[一-龥]/);
    await person.page.getByTestId('language-select').selectOption('en');
    await expect.poll(() => alert.innerText()).toMatch(/password/i);
    // Somebody who does not exist is refused in the same words.
    await person.signIn.field('login').fill('nobody-at-all');
    await person.signIn.field('password').fill('not the password');
    await person.signIn.submit.click();
    await expect.poll(() => alert.innerText()).toMatch(/password/i);
    await person.signIn.field('login').fill('real');
    await person.signIn.field('password').fill(PASSWORD);
    await person.signIn.submit.click();
    await person.page.waitForURL('**/chats');
  });

  it('leads back to the page that was asked for', async () => {
    await Api.register(scene.server.origin, { username: 'deep', nickname: 'Deep', password: PASSWORD });
    const person = await scene.chrome.person(scene.server);
    await person.page.goto('/settings');
    await person.signIn.field('login').fill('deep');
    await person.signIn.field('password').fill(PASSWORD);
    await person.signIn.submit.click();
    await person.page.waitForURL(/\d\/settings/);
    // A reload keeps the session.
    await person.page.reload();
    await person.settings.theme.waitFor();
  });
});

describe('registering', () => {
  it('names what is wrong with each field before and after asking the server', async () => {
    const taken = { username: 'taken', nickname: 'T', email: 'taken@example.org', password: PASSWORD };
    await Api.register(scene.server.origin, taken);
    const person = await scene.chrome.person(scene.server);
    person.watch.expect(REFUSED);
    await person.signIn.goto('register');
    await person.signIn.field('username').fill('a');
    await person.signIn.field('email').fill('no address');
    await person.signIn.field('password').fill('short');
    await person.signIn.submit.click();
    for (const field of ['username', 'email', 'password'] as const) {
      await person.signIn.errorOf(field).waitFor();
      expect(await person.signIn.field(field).getAttribute('aria-invalid')).toBe('true');
    }
    await person.signIn.field('username').fill('taken');
    await person.signIn.field('email').fill('');
    await person.signIn.field('password').fill(PASSWORD);
    await person.signIn.submit.click();
    await person.signIn.errorOf('username').waitFor();
    expect(await person.signIn.errorOf('username').innerText()).toMatch(/taken|use/i);
    // That somebody has this address is not told: it is a claim until its owner has answered a mail.
    await person.signIn.field('username').fill('not_taken');
    await person.signIn.field('email').fill('Taken@Example.org');
    await person.signIn.submit.click();
    await person.page.waitForURL('**/chats');
  });
});
