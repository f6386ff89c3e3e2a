import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { Api } from '../src/api';
import { violations } from '../src/axe';
import { PASSWORD, useScene } from '../src/scene';

const scene = useScene();

async function two(suffix: string) {
  const { origin } = scene.server;
  const make = (name: string, nickname: string): Promise<Api> =>
    Api.register(origin, { username: `${name}_${suffix}`, nickname, password: PASSWORD });
  const ann = await make('ann', 'Ann Okafor');
  const bob = await make('bob', 'Bob Larsen');
  const conversation = await bob.befriend(ann);
  return { ann, bob, conversation };
}

/** Everything that the browser keeps of messages on disk, as text. */
function disk(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const found: unknown[] = [];
    for (const { name } of await indexedDB.databases()) {
      if (!name?.startsWith('kamachat-')) continue;
      const db = await new Promise<IDBDatabase>((done, fail) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => done(request.result);
        request.onerror = () => fail(new Error('no database'));
      });
      for (const store of ['messages', 'chats']) {
        if (!db.objectStoreNames.contains(store)) continue;
        const rows = db.transaction(store).objectStore(store).getAll();
        found.push(await new Promise((done) => (rows.onsuccess = () => done(rows.result))));
      }
      db.close();
    }
    return JSON.stringify(found);
  });
}

it('edits, with the earlier text to be seen; takes back, also from the cache of the other side', async () => {
  await two('edit');
  const ann = await scene.chrome.person(scene.server);
  const bob = await scene.chrome.person(scene.server, { phone: true, locale: 'zh-CN', theme: 'dark' });
  await Promise.all([ann.signIn.signIn('ann_edit', PASSWORD), bob.signIn.signIn('bob_edit', PASSWORD)]);
  await ann.chats.open('Bob Larsen');
  await bob.chats.open('Ann Okafor');
  await ann.chat.send('See you at nien');
  await bob.chat.message('See you at nien').waitFor();

  // Up in an empty box, new words, Enter.
  await ann.chat.waitState('See you at nien', 'read');
  await ann.chat.composer.press('ArrowUp');
  await ann.page.getByTestId('edit-bar').waitFor();
  expect(await violations(ann.page, 'editing')).toEqual([]);
  await ann.chat.composer.fill('See you at nine');
  await ann.chat.composer.press('Enter');
  await bob.chat.message('See you at nine').waitFor();
  await ann.page.getByTestId('edit-bar').waitFor({ state: 'detached' });
  expect(await ann.chat.composer.inputValue()).toBe('');
  await bob.chat.message('See you at nine').getByTestId('edited').click();
  await bob.page.getByTestId('earlier-texts').getByText('See you at nien').waitFor();
  expect(await violations(bob.page, 'earlier texts')).toEqual([]);
  await bob.page.keyboard.press('Escape');

  // Taken back with the keyboard alone.
  await ann.chat.message('See you at nine').focus();
  await ann.page.keyboard.press('Delete');
  await ann.page.getByTestId('confirm').waitFor();
  await ann.page.getByTestId('confirm').press('Enter');
  await bob.chat.message('See you at nine').waitFor({ state: 'detached' });
  await expect.poll(() => disk(bob.page)).not.toContain('See you at ni');
  await expect.poll(() => disk(ann.page)).not.toContain('See you at ni');
  await ann.page.getByTestId('edit-again').click();
  expect(await ann.chat.composer.inputValue()).toBe('See you at nine');
});

it('reacts and pins, for both sides', async () => {
  const { bob: api, conversation } = await two('react');
  await api.send(conversation, 'The kite is ready');
  const ann = await scene.chrome.person(scene.server);
  const bob = await scene.chrome.person(scene.server, { phone: true });
  await Promise.all([ann.signIn.signIn('ann_react', PASSWORD), bob.signIn.signIn('bob_react', PASSWORD)]);
  await ann.chats.open('Bob Larsen');
  await bob.chats.open('Ann Okafor');

  await ann.chat.message('The kite is ready').focus();
  await ann.page.keyboard.press('+');
  await ann.page.getByTestId('emoji-search').waitFor();
  await ann.page.keyboard.type('thumb');
  await ann.page.keyboard.press('Enter');
  const own = ann.chat.message('The kite is ready').getByTestId('reaction');
  await own.and(ann.page.locator('[aria-pressed=true]')).waitFor();
  expect(await violations(ann.page, 'reactions')).toEqual([]);
  const theirs = bob.chat.message('The kite is ready').getByTestId('reaction');
  await theirs.and(bob.page.locator('[aria-pressed=false]')).waitFor();
  await theirs.click();
  await own.getByText('2', { exact: true }).waitFor();
  await own.click();
  await own.and(ann.page.locator('[aria-pressed=false]')).waitFor();
  expect(await bob.overflow()).toBeLessThanOrEqual(0);

  await ann.chat.message('The kite is ready').hover();
  await ann.page.getByTestId('message-more').first().click();
  expect(await violations(ann.page, 'message menu')).toEqual([]);
  await ann.page.getByTestId('menu-pin').click();
  await bob.page.getByTestId('pin-bar').getByText('The kite is ready').waitFor();
  expect(await violations(bob.page, 'pinned')).toEqual([]);
  await bob.page.getByTestId('pin-list-open').click();
  await bob.page.getByTestId('unpin').click();
  await ann.page.getByTestId('pin-bar').waitFor({ state: 'detached' });
});

it('deletes for oneself on every device, and clears a history', async () => {
  const { bob: api, conversation } = await two('hide');
  for (const text of ['first', 'second', 'third']) await api.send(conversation, text);
  const ann = await scene.chrome.person(scene.server);
  const away = await scene.chrome.person(scene.server);
  const bob = await scene.chrome.person(scene.server);
  await ann.signIn.signIn('ann_hide', PASSWORD);
  await away.signIn.signIn('ann_hide', PASSWORD);
  await bob.signIn.signIn('bob_hide', PASSWORD);
  for (const person of [ann, away]) await person.chats.open('Bob Larsen');
  await bob.chats.open('Ann Okafor');
  await away.chat.message('second').waitFor();

  await ann.chat.message('second').focus();
  await ann.page.keyboard.press('Shift+F10');
  await ann.page.getByTestId('menu-hide').click();
  await ann.page.getByTestId('confirm').click();
  await ann.chat.message('second').waitFor({ state: 'detached' });
  await away.chat.message('second').waitFor({ state: 'detached' });
  await expect.poll(() => disk(away.page)).not.toContain('"second"');
  expect(await bob.chat.message('second').count()).toBe(1);

  await ann.chats.row('Bob Larsen').click({ button: 'right' });
  await ann.page.getByTestId('menu-clear').click();
  expect(await violations(ann.page, 'clear history')).toEqual([]);
  await ann.page.getByTestId('confirm').click();
  for (const person of [ann, away]) await person.chat.message('third').waitFor({ state: 'detached' });
  await expect.poll(() => disk(away.page)).not.toContain('"third"');
  await api.send(conversation, 'anew');
  await away.chat.message('anew').waitFor();
  expect(await bob.chat.message('third').count()).toBe(1);
});
