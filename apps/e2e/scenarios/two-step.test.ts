import { expect, it } from 'vitest';
import { Api } from '../src/api';
import { PASSWORD, useScene } from '../src/scene';
import { totp } from '../src/totp';

const scene = useScene();
const REFUSED = /status of 4(01|03|29)/;

it('two-step sign-in is switched on, asked for, and a recovery code gets in once', async () => {
  const { chrome, server } = scene;
  await Api.register(server.origin, { username: 'safe', nickname: 'Safe', password: PASSWORD });
  const person = await chrome.person(server);
  const { page, signIn, settings } = person;
  person.watch.expect(REFUSED);
  await signIn.signIn('safe', PASSWORD);
  await page.waitForURL('**/chats');
  await settings.goto();

  // By keyboard only: the dialog's first field has the focus, Enter goes on.
  await page.getByTestId('two-step-on').focus();
  await page.keyboard.press('Enter');
  await page.getByTestId('password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  const secret = await page.getByTestId('totp-secret').innerText();
  await page.getByRole('img', { name: /QR/ }).waitFor();
  await page.getByTestId('totp-code').fill(totp(secret));
  await page.keyboard.press('Enter');
  await page.getByTestId('recovery-codes').waitFor();
  const codes = await page.getByTestId('recovery-codes').locator('code').allInnerTexts();
  expect(codes).toHaveLength(10);
  await page.getByTestId('two-step-done').click();
  await page.getByTestId('two-step-off').waitFor();
  await settings.signOut();

  const otp = page.getByTestId('otp');
  await signIn.signIn('safe', PASSWORD);
  await otp.waitFor();
  expect(await otp.getAttribute('autocomplete')).toBe('one-time-code');
  await otp.fill(totp(secret, 1));
  await signIn.submit.click();
  await page.waitForURL('**/chats');
  await settings.signOut();

  for (const code of [codes[0]!, codes[1]!]) {
    await signIn.signIn('safe', PASSWORD);
    await page.getByTestId('use-recovery').click();
    await otp.fill(code);
    await signIn.submit.click();
    await page.waitForURL('**/chats');
    await settings.signOut();
  }
  await signIn.signIn('safe', PASSWORD);
  await page.getByTestId('use-recovery').click();
  await otp.fill(codes[0]!);
  await signIn.submit.click();
  await page.getByRole('alert').first().waitFor();
  expect(await otp.getAttribute('aria-invalid')).toBe('true');
});
