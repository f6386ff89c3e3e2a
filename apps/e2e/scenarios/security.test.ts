import { describe, expect, it } from 'vitest';
import { Api } from '../src/api';
import { PASSWORD, useScene } from '../src/scene';

const scene = useScene();

describe('what stays on the device', () => {
  it('is no token, and after sign-out nothing at all', async () => {
    const { chrome, server } = scene;
    const wei = await Api.register(server.origin, { username: 'wei', nickname: '魏', password: PASSWORD });
    const zoe = await Api.register(server.origin, { username: 'zoe', nickname: 'Zoe', password: PASSWORD });
    await zoe.send(await zoe.befriend(wei), 'a secret between us');

    const person = await chrome.person(server);
    const bearers = new Set<string>();
    person.context.on('request', (request) => {
      const header = request.headers()['authorization'];
      if (header) bearers.add(header.replace('Bearer ', ''));
    });
    await person.signIn.signIn('wei', PASSWORD);
    await person.chats.open('Zoe');
    await person.chat.message('a secret between us').waitFor();
    const second = await person.context.newPage();
    await second.goto('/chats');
    await second.getByTestId('conversation-row').first().waitFor();

    const readable = await person.page.evaluate(async () => ({
      local: JSON.stringify(localStorage),
      session: JSON.stringify(sessionStorage),
      cookie: document.cookie,
      address: location.href,
      history: JSON.stringify(history.state),
      databases: await Promise.all(
        (await indexedDB.databases()).map(async ({ name }) => {
          const db = await new Promise<IDBDatabase>((done) => {
            const request = indexedDB.open(name!);
            request.onsuccess = () => done(request.result);
          });
          const stores = [...db.objectStoreNames].map((store) => {
            const rows = db.transaction(store).objectStore(store).getAll();
            return new Promise<string>((done) => (rows.onsuccess = () => done(JSON.stringify(rows.result))));
          });
          return Promise.all(stores).finally(() => db.close());
        }),
      ),
    }));
    expect(bearers.size).toBeGreaterThan(0);
    for (const token of bearers) expect(JSON.stringify(readable)).not.toContain(token);
    expect(readable.cookie).toBe('');
    const cookies = await person.context.cookies();
    expect(cookies.map((c) => [c.httpOnly, c.sameSite])).toEqual(cookies.map(() => [true, 'Strict']));
    expect(cookies.map((c) => c.name).sort()).toEqual(['__Host-kama_device', '__Host-kama_refresh']);

    await person.settings.signOut();
    // The other tab goes too.
    await second.waitForURL(/\/sign-in/);
    await expect.poll(() => person.page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
    const left = await person.page.evaluate(
      () => JSON.stringify(localStorage) + JSON.stringify(sessionStorage),
    );
    expect(left).not.toMatch(/secret|wei|Zoe|token/i);
    // The device stays known; that lets nobody in.
    const names = (await person.context.cookies()).map((c) => c.name);
    expect(names).toEqual(['__Host-kama_device']);
    await person.page.goto('/chats');
    await person.page.waitForURL(/\/sign-in/);
  });
});

describe('what the server says about itself', () => {
  it('pages carry a policy without exceptions and the other headers', async () => {
    const answer = await fetch(`${scene.server.origin}/`);
    const policy = answer.headers.get('content-security-policy') ?? '';
    for (const part of [
      "default-src 'self'",
      "frame-ancestors 'none'",
      "object-src 'none'",
      "base-uri 'none'",
    ]) {
      expect(policy).toContain(part);
    }
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('referrer-policy')).toBeTruthy();
    expect(answer.headers.get('permissions-policy')).toBeTruthy();
    expect(answer.headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(answer.headers.get('cache-control')).toMatch(/no-cache/);
  });

  it('every kind of answer says that its content is what it says, and is in no frame', async () => {
    const { origin } = scene.server;
    const page = await (await fetch(`${origin}/`)).text();
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(page)![1]!;
    for (const path of [
      '/',
      script,
      '/sw.js',
      '/assets/missing.js',
      '/api/v1/me',
      '/api/v1/nothing',
      '/health/live',
    ]) {
      const { headers } = await fetch(origin + path);
      expect(headers.get('x-content-type-options'), path).toBe('nosniff');
      expect(headers.get('referrer-policy'), path).toBeTruthy();
    }
    const { headers } = await fetch(origin + script);
    expect(headers.get('cache-control')).toMatch(/immutable/);
    expect(headers.get('content-type')).toMatch(/javascript/);
  });

  it('a missing script is missing, a page of the client is the client', async () => {
    const { origin } = scene.server;
    expect((await fetch(`${origin}/assets/missing.js`)).status).toBe(404);
    const page = await fetch(`${origin}/chats`, { headers: { Accept: 'text/html' } });
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<div id="app"');
  });

  it('answers with somebody’s data are not stored by anybody on the way', async () => {
    const { origin } = scene.server;
    const body = JSON.stringify({ username: 'header', password: PASSWORD });
    const headers = { 'Content-Type': 'application/json', 'X-Client': 'web' };
    const answer = await fetch(`${origin}/api/v1/auth/register`, { method: 'POST', headers, body });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('cache-control')).toContain('no-store');
    expect(((await answer.json()) as { refresh_token: string | null }).refresh_token).toBeNull();
    expect(answer.headers.get('set-cookie')).toMatch(/HttpOnly/i);
    expect(answer.headers.get('set-cookie')).toMatch(/SameSite=Strict/i);
  });
});
