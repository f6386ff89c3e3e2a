import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { violations } from '../src/axe';
import { Chrome } from '../src/browser';
import { MailSink } from '../src/mail-sink';
import { PASSWORD } from '../src/scene';
import { Server } from '../src/server';

const EMAIL = 'mei@example.org';
const NEW_PASSWORD = 'harbour-kite-77-evening';

let chrome: Chrome;
let sink: MailSink;
let server: Server;

beforeAll(async () => {
  [chrome, sink] = await Promise.all([Chrome.launch(), MailSink.start()]);
  server = await Server.fresh(0, sink.settings);
});
afterEach(async (context) => {
  const problems = await chrome.leave();
  if (context.task.result?.state === 'fail') console.log(`server log:\n${server.log.slice(-6_000)}`);
  expect(problems).toEqual([]);
});
afterAll(async () => {
  await chrome?.close();
  await server?.dispose();
  await sink?.stop();
});

it('an address is verified by the link of a mail, and a forgotten password is reset by one', async () => {
  const mei = await chrome.person(server);
  const { page, signIn, settings } = mei;
  mei.watch.expect(/status of 40[13]/);
  await signIn.register({ username: 'mei', password: PASSWORD, email: EMAIL });
  await page.getByTestId('mail-hint').waitFor();
  expect(await page.getByTestId('mail-hint').innerText()).toContain(EMAIL);
  await settings.goto();
  await expect.poll(() => page.getByTestId('email-state').innerText()).toBe('Not verified');

  // The link opens in another browser, as it would from another mailbox; this one hears of it.
  const link = await sink.link(EMAIL, 1);
  const phone = await chrome.person(server, { phone: true, locale: 'zh-CN', theme: 'dark' });
  phone.watch.expect(/status of 40[13]/);
  await phone.page.goto(link);
  await phone.page.getByTestId('verify-email').focus();
  expect(phone.page.url()).not.toContain('token');
  expect(await phone.overflow()).toBe(0);
  expect(await violations(phone.page, 'verify-email')).toEqual([]);
  await phone.page.keyboard.press('Enter');
  await phone.page.getByTestId('link-done').waitFor();
  await expect.poll(() => page.getByTestId('email-state').innerText()).toBe('Verified');
  expect(await page.getByTestId('email-again').count()).toBe(0);

  // A second use says so.
  await phone.page.goto(link);
  await phone.page.getByTestId('verify-email').click();
  await phone.page.getByTestId('link-bad').waitFor();
  expect(await phone.page.locator('h1').innerText()).toBe('这个链接用不了');

  // She forgets her password on the phone.
  await phone.page.goto('/sign-in');
  await phone.page.getByTestId('forgot-password').click();
  await phone.page.getByTestId('login').fill(EMAIL);
  await phone.page.keyboard.press('Enter');
  await phone.page.getByTestId('forgot-sent').waitFor();
  const reset = await sink.link(EMAIL, 2);
  await phone.page.goto(reset);
  await phone.page.getByTestId('new-password').fill(NEW_PASSWORD);
  expect(await phone.overflow()).toBe(0);
  await phone.page.keyboard.press('Enter');
  await phone.page.getByTestId('link-done').click();
  // The session that was open ends at once.
  await page.waitForURL(/\/sign-in/);

  await phone.signIn.signIn('mei', PASSWORD);
  await expect.poll(() => phone.signIn.field('password').getAttribute('aria-invalid')).toBe('true');
  await phone.signIn.signIn(EMAIL, NEW_PASSWORD);
  await phone.page.waitForURL('**/chats');

  await page.goto(reset);
  await page.getByTestId('new-password').fill('another-long-sentence-9');
  await page.keyboard.press('Enter');
  await page.getByTestId('link-bad').waitFor();
});

it('another address counts once its link is used', async () => {
  const tom = await chrome.person(server);
  const { page, signIn, settings } = tom;
  await signIn.register({ username: 'tom', password: PASSWORD });
  await settings.goto();
  await page.getByTestId('email-change').click();
  await page.getByTestId('new-email').fill('tom@example.org');
  await page.getByTestId('password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect
    .poll(() => page.getByTestId('email-item').innerText())
    .toContain('on its way to tom@example.org');
  expect(await page.getByTestId('email-state').count()).toBe(0);
  await page.goto(await sink.link('tom@example.org', 1));
  await page.getByTestId('verify-email').click();
  await page.getByTestId('link-done').click();
  await settings.goto();
  await expect.poll(() => page.getByTestId('email-state').innerText()).toBe('Verified');
});
