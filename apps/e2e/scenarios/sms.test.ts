import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { violations } from '../src/axe';
import { Chrome } from '../src/browser';
import type { Person } from '../src/person';
import { Server } from '../src/server';
import { SmsGateway } from '../src/sms';

let chrome: Chrome;
let gateway: SmsGateway;
let server: Server;

beforeAll(async () => {
  chrome = await Chrome.launch();
  gateway = await SmsGateway.start();
  server = await Server.fresh(0, gateway.settings);
});
afterEach(async () => expect(await chrome.leave()).toEqual([]));
afterAll(async () => {
  await chrome.close();
  await server.dispose();
  gateway.close();
});

const NUMBER = '+8613800138000';

/** Chooses the way by SMS, types the number and has a code sent, by keyboard only. */
async function ask({ page, signIn }: Person, kind: 'sign-in' | 'register', number: string): Promise<string> {
  await signIn.goto(kind);
  await page.locator('.sign-in-ways button').last().focus();
  await page.keyboard.press('Enter');
  await page.getByTestId('phone').fill(number);
  await page.getByTestId('sms-code-send').focus();
  await page.keyboard.press('Enter');
  return gateway.code(number.startsWith('+') ? number : `+86${number}`);
}

it('registers by a code, signs in by another, and a wrong or used one is worded', async () => {
  const person = await chrome.person(server);
  const { page, signIn, settings } = person;
  person.watch.expect(/status of 4(01|03|29)/);
  const code = page.getByTestId('sms-code');
  const first = await ask(person, 'register', '13800138000');
  await page.getByTestId('sms-code-send').filter({ hasText: /\d/ }).waitFor();
  expect(await code.evaluate((field) => field === document.activeElement)).toBe(true);
  expect(await code.getAttribute('autocomplete')).toBe('one-time-code');
  expect(await violations(page, 'registration by phone')).toEqual([]);
  await page.keyboard.type(first);
  await page.getByTestId('username').fill('mei');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/chats');
  await settings.goto();
  await page.getByTestId('own-phone').filter({ hasText: NUMBER }).waitFor();
  expect(await page.getByTestId('phone-remove').count()).toBe(0);
  await settings.signOut();

  const second = await ask(person, 'sign-in', '13800138000');
  await code.fill(String((Number(second) + 1) % 1_000_000).padStart(6, '0'));
  await signIn.submit.click();
  const refused = page.locator('.code-field [role="alert"]');
  await refused.filter({ hasText: 'wrong or no longer good' }).waitFor();
  await code.fill(second);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/chats');
  await settings.signOut();

  // The same code again: it was good once.
  await ask(person, 'sign-in', '13800138000');
  await code.fill(second);
  await page.keyboard.press('Enter');
  await refused.filter({ hasText: 'wrong or no longer good' }).waitFor();
  expect(server.log).not.toContain(second);
  expect(server.log).not.toContain('13800138000');
});

it('an account without a password confirms a new number by a code, on a phone, in Chinese', async () => {
  const person = await chrome.person(server, { locale: 'zh-CN', phone: true, theme: 'dark' });
  const { page, settings } = person;
  const first = await ask(person, 'register', '13900139000');
  await page.getByTestId('sms-code').fill(first);
  await page.getByTestId('username').fill('tom');
  expect(await person.overflow()).toBe(0);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/chats');
  await settings.goto();
  await page.getByTestId('phone-change').click();
  const dialog = page.locator('.k-dialog');
  await dialog.getByTestId('phone').fill('13700137000');
  await dialog.getByTestId('sms-code-send').click();
  await dialog.getByTestId('sms-code').fill(await gateway.code('+8613700137000'));
  await dialog.getByTestId('confirm-code-send').click();
  await dialog.getByTestId('confirm-code').fill(await gateway.code('+8613900139000'));
  expect(await violations(page, 'phone number')).toEqual([]);
  await dialog.getByTestId('phone-save').click();
  await page.getByTestId('own-phone').filter({ hasText: '+8613700137000' }).waitFor();
});
