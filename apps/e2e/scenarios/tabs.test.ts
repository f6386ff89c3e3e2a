import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { Api } from '../src/api';
import { countNotices, shownBy, workerReady } from '../src/notices';
import { ChatPage } from '../src/pages/chat';
import { PASSWORD, useScene } from '../src/scene';

const scene = useScene({ whole: true });

function sockets(page: Page): { open: number } {
  const count = { open: 0 };
  page.on('websocket', (socket) => {
    count.open += 1;
    socket.on('close', () => (count.open -= 1));
  });
  return count;
}

it('two tabs have one socket; when its tab closes the other goes on, and each message is told once', async () => {
  const { chrome, server } = scene;
  const register = (username: string, nickname: string): Promise<Api> =>
    Api.register(server.origin, { username, nickname, password: PASSWORD });
  const [lin, mary] = await Promise.all([register('lin_tabs', '林晓雨'), register('mary_tabs', 'Mary')]);
  const chat = await mary.befriend(lin);
  const person = await chrome.person(server, { worker: true });
  await person.context.grantPermissions(['notifications'], { origin: server.origin });
  await countNotices(person.context);

  const first = person.page;
  const ofFirst = sockets(first);
  await person.signIn.signIn('lin_tabs', PASSWORD);
  await workerReady(first);
  await person.settings.goto();
  await first.getByTestId('notify-on').click();
  await expect.poll(() => first.getByTestId('notify-on').getAttribute('aria-checked')).toBe('true');

  const second = await person.context.newPage();
  const ofSecond = sockets(second);
  await second.goto('/chats');
  await second.getByTestId('conversation-row').first().waitFor();
  await mary.send(chat, 'for both tabs');
  await second.getByText('for both tabs').waitFor();
  expect([ofFirst.open, ofSecond.open]).toEqual([1, 0]);
  await expect.poll(() => shownBy(first)).toHaveLength(1);
  expect(await shownBy(second)).toHaveLength(0);

  // What the second tab writes goes through the first.
  await second.goto(`/chats/${chat}`);
  const there = new ChatPage(second);
  await there.message('for both tabs').waitFor();
  await there.send('从第二个标签页');
  await there.inState('从第二个标签页', 'sent').or(there.inState('从第二个标签页', 'delivered')).waitFor();
  expect(ofSecond.open).toBe(0);

  await there.send('written just before');
  await first.close();
  await mary.send(chat, 'said in between');
  await there.send('written just after');
  await expect.poll(() => ofSecond.open, { timeout: 2_000 }).toBe(1);
  await there.message('said in between').waitFor();
  for (const text of ['written just before', 'written just after']) {
    await there.inState(text, 'sent').or(there.inState(text, 'delivered')).waitFor();
  }
  const texts = (await mary.messages(chat)).map((message) => message.body.text);
  expect([...texts].sort()).toEqual(
    [
      'for both tabs',
      '从第二个标签页',
      'written just before',
      'said in between',
      'written just after',
    ].sort(),
  );
  expect((await there.all()).map((message) => message.text)).toEqual(texts);
  // It looks at the chat: nothing to notify.
  expect(await shownBy(second)).toHaveLength(0);
});

it('a tab that stands still is replaced by another, and follows when it is back', async () => {
  const { chrome, server } = scene;
  const register = (username: string, nickname: string): Promise<Api> =>
    Api.register(server.origin, { username, nickname, password: PASSWORD });
  const [lin, mary] = [await register('lin_still', '林晓雨'), await register('mary_still', 'Mary')];
  const chat = await mary.befriend(lin);
  const person = await chrome.person(server);
  const first = person.page;
  const ofFirst = sockets(first);
  await person.signIn.signIn('lin_still', PASSWORD);
  await person.chats.rows.first().waitFor();
  const second = await person.context.newPage();
  const ofSecond = sockets(second);
  await second.goto(`/chats/${chat}`);
  const there = new ChatPage(second);
  await there.send('through the other tab');
  await there.inState('through the other tab', 'sent').waitFor();
  expect([ofFirst.open, ofSecond.open]).toEqual([1, 0]);

  const still = first.evaluate(() => {
    const end = Date.now() + 15_000;
    while (Date.now() < end);
  });
  still.catch(() => {});
  await second.waitForTimeout(300);
  await mary.send(chat, 'while it stands still');
  await there.message('while it stands still').waitFor({ timeout: 12_000 });
  expect(ofSecond.open).toBe(1);
  await still;
  await expect.poll(() => [ofFirst.open, ofSecond.open], { timeout: 15_000 }).toEqual([0, 1]);
  await there.send('good morning');
  await first.getByText('good morning').waitFor();
  const texts = (await mary.messages(chat)).map((message) => message.body.text);
  expect(texts).toEqual(['through the other tab', 'while it stands still', 'good morning']);
});
