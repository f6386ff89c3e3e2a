import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { Chrome } from '../src/browser';
import { Server } from '../src/server';

const SECRET = '0123456789abcdef0123456789abcdef';

let chrome: Chrome;
let server: Server;

beforeAll(async () => {
  chrome = await Chrome.launch();
  server = await Server.fresh(0, {
    KAMA__AUTH__REGISTRATION: 'closed',
    KAMA__AUTH__EXTERNAL__SHOP__ALGORITHM: 'HS256',
    KAMA__AUTH__EXTERNAL__SHOP__ISSUER: 'https://shop.example',
    KAMA__AUTH__EXTERNAL__SHOP__SECRET: SECRET,
  });
});
afterEach(async () => expect(await chrome.leave()).toEqual([]));
afterAll(async () => {
  await chrome.close();
  await server.dispose();
});

/** As the other back end signs it. */
function token(sub: string, name: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: 'https://shop.example',
    sub,
    name,
    iat: now,
    exp: now + 300,
    jti: crypto.randomUUID(),
  };
  const text = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
  return `${text}.${createHmac('sha256', SECRET).update(text).digest('base64url')}`;
}

it('a link of another site signs its person in once, and asks before it takes a session away', async () => {
  const link = `/external#token=${token('17', '周美琪')}`;
  const mei = await chrome.person(server);
  await mei.page.goto(link);
  await mei.page.waitForURL('**/chats');
  expect(await mei.page.evaluate(() => JSON.stringify(history.state) + location.href)).not.toContain('token');
  await mei.page.reload();
  await mei.page.waitForURL('**/chats');

  const thief = await chrome.person(server, { locale: 'zh-CN', phone: true });
  thief.watch.expect(/status of 401/);
  await thief.page.goto(link);
  await thief.page.getByTestId('external-error').waitFor();
  expect(await thief.page.getByTestId('external').innerText()).toContain('这个链接');
  expect(await thief.overflow()).toBe(0);

  await mei.page.goto(`/external#token=${token('18', 'Somebody')}`);
  const go = mei.page.getByTestId('external-go');
  await go.waitFor();
  expect(await mei.page.getByTestId('external').innerText()).toContain('周美琪');
  await go.focus();
  await mei.page.keyboard.press('Enter');
  await mei.page.waitForURL('**/chats');
  await mei.settings.goto();
  await mei.page.getByText('Somebody').first().waitFor();
});
