import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { Api } from '../src/api';
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
  const { ann: api, bob: other, conversation } = await two('edit');
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
  await ann.chat.composer.fill('See you at nine');
  await ann.chat.composer.press('Enter');
  await bob.chat.message('See you at nine').waitFor();
  await ann.page.getByTestId('edit-bar').waitFor({ state: 'detached' });
  expect(await ann.chat.composer.inputValue()).toBe('');
  await bob.chat.message('See you at nine').getByTestId('edited').click();
  await bob.page.getByTestId('earlier-texts').getByText('See you at nien').waitFor();
  await bob.page.keyboard.press('Escape');

  // What answers it goes on without its words.
  await other.answer(conversation, 1, 'I will be there');
  await bob.chat.message('I will be there').getByTestId('quote').getByText('See you at nine').waitFor();

  // Taken back with the keyboard alone.
  await ann.page.locator('[data-testid=message][data-seq="1"]').focus();
  await ann.page.keyboard.press('Delete');
  await ann.page.getByTestId('confirm').waitFor();
  await ann.page.getByTestId('confirm').press('Enter');
  await bob.chat.message('I will be there').getByTestId('quote').getByText('原消息已不在').waitFor();
  expect(await bob.page.getByText('See you at nine').count()).toBe(0);
  await expect.poll(() => disk(bob.page)).not.toContain('See you at ni');
  await expect.poll(() => disk(ann.page)).not.toContain('See you at ni');
  await ann.page.getByTestId('edit-again').click();
  expect(await ann.chat.composer.inputValue()).toBe('See you at nine');

  // The same while the other one is away, and after a reload.
  await api.send(conversation, 'For your eyes only');
  await bob.chat.message('For your eyes only').waitFor();
  await expect.poll(() => disk(bob.page)).toContain('For your eyes only');
  await bob.closeWindow();
  await api.recall(conversation, 3);
  await bob.openWindow('/chats');
  await bob.chats.row('Ann Okafor').getByText('消息已撤回').waitFor();
  await bob.chats.open('Ann Okafor');
  await bob.page.getByText('Ann Okafor撤回了一条消息').nth(1).waitFor();
  await expect.poll(() => disk(bob.page)).not.toContain('eyes only');
  await bob.page.reload();
  await bob.chat.message('I will be there').getByTestId('quote').getByText('原消息已不在').waitFor();
  expect(await bob.page.getByText(/eyes only|See you at/).count()).toBe(0);
});

it('reacts and pins, for both sides', async () => {
  const { bob: api, conversation } = await two('react');
  await api.send(conversation, 'The kite is ready');
  const ann = await scene.chrome.person(scene.server);
  const bob = await scene.chrome.person(scene.server, { phone: true });
  await Promise.all([ann.signIn.signIn('ann_react', PASSWORD), bob.signIn.signIn('bob_react', PASSWORD)]);
  await ann.chats.open('Bob Larsen');
  await bob.chats.open('Ann Okafor');

  await ann.chat.stand('The kite is ready');
  await ann.page.keyboard.press('+');
  await ann.page.getByTestId('emoji-search').waitFor();
  await ann.page.keyboard.type('thumb');
  await ann.page.keyboard.press('Enter');
  const own = ann.chat.message('The kite is ready').getByTestId('reaction');
  await own.and(ann.page.locator('[aria-pressed=true]')).waitFor();
  const theirs = bob.chat.message('The kite is ready').getByTestId('reaction');
  await theirs.and(bob.page.locator('[aria-pressed=false]')).waitFor();
  await theirs.click();
  await own.getByText('2', { exact: true }).waitFor();
  await own.click();
  await own.and(ann.page.locator('[aria-pressed=false]')).waitFor();
  expect(await bob.overflow()).toBeLessThanOrEqual(0);

  await ann.chat.message('The kite is ready').hover();
  await ann.page.getByTestId('message-more').first().click();
  await ann.page.getByTestId('menu-pin').click();
  await bob.page.getByTestId('pin-bar').getByText('The kite is ready').waitFor();
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

  await ann.chat.stand('second');
  await ann.page.keyboard.press('Shift+F10');
  await ann.page.getByTestId('menu-hide').click();
  await ann.page.getByTestId('confirm').click();
  await ann.chat.message('second').waitFor({ state: 'detached' });
  await away.chat.message('second').waitFor({ state: 'detached' });
  await expect.poll(() => disk(away.page)).not.toContain('"second"');
  expect(await bob.chat.message('second').count()).toBe(1);

  await ann.chats.row('Bob Larsen').click({ button: 'right' });
  await ann.page.getByTestId('menu-clear').click();
  await ann.page.getByTestId('confirm').click();
  for (const person of [ann, away]) await person.chat.message('third').waitFor({ state: 'detached' });
  await expect.poll(() => disk(away.page)).not.toContain('"third"');
  await api.send(conversation, 'anew');
  await away.chat.message('anew').waitFor();
  expect(await bob.chat.message('third').count()).toBe(1);
});
