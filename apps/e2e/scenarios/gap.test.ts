import { expect, it } from 'vitest';
import { Api } from '../src/api';
import { PASSWORD, useScene } from '../src/scene';

const scene = useScene();

it('a server that was restarted while 520 messages were missed brings them all, in order and once', async () => {
  const { chrome, server } = scene;
  const register = (username: string, nickname: string): Promise<Api> =>
    Api.register(server.origin, { username, nickname, password: PASSWORD });
  const [ann, bob] = [await register('ann_gap', 'Ann'), await register('bob_gap', 'Bob')];
  const chat = await bob.befriend(ann);
  for (let n = 1; n <= 5; n += 1) await bob.send(chat, `line ${n}`);
  const person = await chrome.person(server);
  await person.signIn.signIn('ann_gap', PASSWORD);
  await person.chats.open('Bob');
  await person.chat.message('line 5').waitFor();
  // What is here must be read, and lie on the disk, before the window goes.
  const newest = Math.max(...(await bob.messages(chat)).map(({ seq }) => seq));
  await expect.poll(() => ann.readTo(chat)).toBe(newest);
  await person.page.waitForTimeout(300);
  await person.closeWindow();

  // His own other device has the chat open and finds no way to the server.
  const desk = await chrome.person(server);
  desk.watch.expect(/ERR_FAILED|ERR_CONNECTION|ERR_EMPTY_RESPONSE|ERR_SOCKET|WebSocket/);
  await desk.enter('bob_gap');
  await desk.chats.open('Ann');
  await desk.chat.message('line 5').waitFor();
  const tickets = '**/api/v1/socket-tickets';
  await desk.page.route(tickets, (route) => route.abort());
  await server.kill();
  await server.start();
  await desk.page.getByTestId('offline-banner').first().waitFor();

  for (let n = 6; n <= 525; n += 1) await bob.send(chat, `line ${n}`);
  await server.stop();
  await server.start();
  await desk.page.unroute(tickets);
  await desk.chat.banner.getByRole('button').click();
  await person.openWindow('/chats');
  await expect.poll(() => person.chats.badge('Bob').innerText(), { timeout: 20_000 }).toContain('99+');
  await person.chats.row('Bob').getByText('line 525').waitFor({ timeout: 20_000 });
  await person.chats.open('Bob');
  // Where the news began is many pages up.
  await person.page.getByTestId('jump-unread').focus();
  await person.page.keyboard.press('Enter');
  await person.chat.divider.waitFor({ timeout: 30_000 });
  expect(await person.chat.divider.innerText()).toContain('520');

  // Down to the newest, and back to where the news began.
  await person.chat.jumpLatest.waitFor();
  await person.chat.jumpLatest.click();
  await person.chat.message('line 525').waitFor();
  const rows = await person.chat.all();
  expect(rows.map((row) => row.text)).toEqual(Array.from({ length: 525 }, (_, i) => `line ${i + 1}`));
  expect(new Set(rows.map((row) => row.seq)).size).toBe(525);

  await desk.chat.message('line 525').waitFor();
  expect((await desk.chat.all()).map((row) => row.seq)).toEqual(rows.map((row) => row.seq));
});
