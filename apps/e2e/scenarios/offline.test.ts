import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { Api } from '../src/api';
import { workerReady } from '../src/notices';
import { PASSWORD, useScene } from '../src/scene';

const scene = useScene();
const WORKER = resolve(import.meta.dirname, '../../web/dist/sw.js');
const ASSETS = resolve(import.meta.dirname, '../../web/dist/assets');

async function two(suffix: string): Promise<{ ann: Api; bob: Api; chat: string }> {
  const { origin } = scene.server;
  const ann = await Api.register(origin, { username: `ann_${suffix}`, nickname: 'Ann', password: PASSWORD });
  const bob = await Api.register(origin, { username: `bob_${suffix}`, nickname: 'Bob', password: PASSWORD });
  return { ann, bob, chat: await bob.befriend(ann) };
}

it('starts without a server from what the device has, and says what was written there when it is back', async () => {
  const { bob, chat } = await two('offline');
  await bob.send(chat, 'kept on this device');
  const person = await scene.chrome.person(scene.server, { worker: true });
  await person.signIn.signIn('ann_offline', PASSWORD);
  await person.chats.open('Bob');
  await person.chat.message('kept on this device').waitFor();
  await workerReady(person.page);
  await person.page.waitForFunction(() => navigator.serviceWorker.controller !== null);

  person.watch.serverDown(true);
  await scene.server.kill();
  await person.closeWindow();
  await person.openWindow(`/chats/${chat}`);
  await person.chat.message('kept on this device').waitFor();
  await person.chat.banner.waitFor();
  for (const text of ['written offline', 'then this', '再一条']) await person.chat.send(text);
  await person.chat.waitState('再一条', 'sending');
  await person.page.reload();
  await person.chat.waitState('再一条', 'sending');

  await scene.server.start();
  await person.chat.inState('再一条', 'sent').waitFor({ timeout: 40_000 });
  person.watch.serverDown(false);
  expect((await bob.messages(chat)).map((message) => message.body.text)).toEqual([
    'kept on this device',
    'written offline',
    'then this',
    '再一条',
  ]);
});

it('tells of a new version and loads it; parts of the old one are still there', async () => {
  await two('deploy');
  const person = await scene.chrome.person(scene.server, { worker: true });
  const { page } = person;
  await person.signIn.signIn('ann_deploy', PASSWORD);
  await person.chats.open('Bob');
  await workerReady(page);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  const built = readFileSync(WORKER, 'utf8');
  const compressed = ['gz', 'br'].map(
    (kind) => [`${WORKER}.${kind}`, readFileSync(`${WORKER}.${kind}`)] as const,
  );
  const chunk = readdirSync(ASSETS).find((name) => /^SettingsPage-.*\.js$/.test(name))!;
  const gone = join(ASSETS, chunk);
  const kept = readFileSync(gone);
  try {
    const old = await page.evaluate(() => caches.keys());
    const next = built.replace(/VERSION = '\w+'/, "VERSION = 'the-next-build'");
    writeFileSync(WORKER, next);
    execFileSync('gzip', ['-kf', WORKER]);
    // The server prefers brotli where it is; this build has none of it.
    rmSync(`${WORKER}.br`);
    await page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()));
    await page.getByTestId('update-notice').waitFor();
    await Promise.all([page.waitForEvent('load'), page.getByTestId('update-apply').click()]);
    await person.chat.composer.waitFor();
    const names = await page.evaluate(() => caches.keys());
    expect(names).toContain('kamachat-shell-the-next-build');
    // A tab that was not reloaded still finds its chunks.
    expect(names).toEqual(expect.arrayContaining(old));
    expect(await page.getByTestId('update-notice').count()).toBe(0);
    // The server has them no more; a tab that stayed open goes on.
    rmSync(gone);
    const status = await page.evaluate(
      (path) => fetch(path).then((answer) => answer.status),
      `/assets/${chunk}`,
    );
    expect(status).toBe(200);
    expect((await fetch(`${scene.server.origin}/assets/${chunk}`)).status).toBe(404);
    await person.settings.goto();
  } finally {
    writeFileSync(WORKER, built);
    writeFileSync(gone, kept);
    for (const [name, bytes] of compressed) writeFileSync(name, bytes);
  }
});

it('a page of the build before loads itself anew when the server has its parts no more', async () => {
  await two('older');
  const person = await scene.chrome.person(scene.server);
  person.watch.expect(/status of 404|Failed to fetch dynamically|MIME type/);
  await person.enter('ann_older');
  let missing = 0;
  await person.page.route(/SettingsPage-.*\.js$/, async (route) => {
    missing += 1;
    return missing === 1 ? route.fulfill({ status: 404, body: '' }) : route.continue();
  });
  await person.settings.goto();
  expect(new URL(person.page.url()).pathname).toBe('/settings');
  expect(missing).toBe(2);
});
