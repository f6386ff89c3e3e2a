import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { Api } from '../src/api';
import { Chrome } from '../src/browser';
import { PASSWORD } from '../src/scene';
import { Server } from '../src/server';

let chrome: Chrome;
let server: Server | undefined;

beforeAll(async () => void (chrome = await Chrome.launch()));
afterEach(async () => {
  expect(await chrome.leave()).toEqual([]);
  await server?.dispose();
});
afterAll(() => chrome.close());

it('a closed server takes its first account and tells the next ones', async () => {
  server = await Server.fresh(0, { KAMA__AUTH__REGISTRATION: 'closed' });
  const first = await chrome.person(server);
  await first.signIn.register({ username: 'first', password: PASSWORD });
  const second = await chrome.person(server, { locale: 'zh-CN', phone: true });
  await second.page.goto('/register');
  const closed = second.page.getByTestId('registration-closed');
  await closed.waitFor();
  expect(await closed.innerText()).toContain('不开放注册');
  expect(await second.signIn.submit.count()).toBe(0);
  expect(await second.overflow()).toBe(0);
  await second.page.getByTestId('to-sign-in').click();
  await second.signIn.field('login').waitFor();
});

it('who has an invite code registers by keyboard; a wrong one is named', async () => {
  server = await Server.fresh(0, { KAMA__AUTH__REGISTRATION: 'invite' });
  await Api.register(server.origin, { username: 'first', password: PASSWORD });
  const code = server.command('create-invite', '--uses', '1');
  expect(code).toMatch(/^([A-Z2-9]{4}-){3}[A-Z2-9]{4}$/);
  const person = await chrome.person(server);
  person.watch.expect(/status of 403/);
  await person.signIn.goto('register');
  const invite = person.page.getByTestId('invite-code');
  await invite.waitFor();
  await person.signIn.field('username').fill('invited');
  await person.signIn.field('password').fill(PASSWORD);
  await invite.fill('AAAA-AAAA-AAAA-AAAA');
  await person.page.keyboard.press('Enter');
  await expect.poll(() => invite.getAttribute('aria-invalid')).toBe('true');
  await invite.fill(code.toLowerCase());
  await person.page.keyboard.press('Enter');
  await person.page.waitForURL('**/chats');
});
