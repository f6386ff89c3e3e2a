import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { Api } from '../src/api';
import { workerReady } from '../src/notices';
import { PASSWORD, useScene } from '../src/scene';

const scene = useScene();
const WORKER = resolve(import.meta.dirname, '../../web/dist/sw.js');

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
  await person.chat.send('written offline');
  await person.chat.waitState('written offline', 'sending');
  await person.page.reload();
  await person.chat.waitState('written offline', 'sending');

  await scene.server.start();
  await person.chat.inState('written offline', 'sent').waitFor({ timeout: 40_000 });
  person.watch.serverDown(false);
  expect((await bob.messages(chat)).map((message) => message.body.text)).toEqual([
    'kept on this device',
    'written offline',
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
  } finally {
    writeFileSync(WORKER, built);
    for (const [name, bytes] of compressed) writeFileSync(name, bytes);
  }
});
