import { expect, it } from 'vitest';
import { Api } from '../src/api';
import { HOSTILE } from '../src/payloads';
import { PASSWORD, useScene } from '../src/scene';

const scene = useScene();

it('hostile strings are text, in the timeline, in the list, in names and in notes', async () => {
  const { chrome, server } = scene;
  const nickname = '<img src=x onerror=__pwned=1>';
  const mallory = await Api.register(server.origin, { username: 'mallory', nickname, password: PASSWORD });
  const victim = await Api.register(server.origin, {
    username: 'victim',
    nickname: '受害者',
    password: PASSWORD,
  });
  const third = await Api.register(server.origin, {
    username: 'third',
    nickname: '"><svg onload=__pwned=1>',
    password: PASSWORD,
  });
  const conversation = await mallory.befriend(victim, HOSTILE[0]);
  await third.request(victim, '<script>window.__pwned=1</script>');
  for (const text of HOSTILE) await mallory.send(conversation, text);

  const person = await chrome.person(server);
  await person.signIn.signIn('victim', PASSWORD);
  await person.chats.row(nickname).waitFor();
  await person.chats.open(nickname);
  const rows = await person.chat.all();
  expect(rows.map((row) => row.text)).toEqual([...HOSTILE]);
  // What a person types goes the same way, and the composer is not a way in either.
  await person.chat.send(HOSTILE[2]!);
  await person.chat.message(HOSTILE[2]!).last().waitFor();
  await person.contacts.gotoRequests();
  await person.contacts.requests.getByText('<script>window.__pwned=1</script>').waitFor();

  const page = person.page;
  expect(await page.evaluate(() => '__pwned' in window)).toBe(false);
  expect(await page.locator('main script, main iframe, main img[src="x"], main svg[onload]').count()).toBe(0);
  const schemes = await page
    .locator('a[href]')
    .evaluateAll((links) => links.map((link) => new URL((link as HTMLAnchorElement).href).protocol));
  expect(new Set(schemes.filter((scheme) => !/^https?:|^mailto:/.test(scheme)))).toEqual(new Set());
});
