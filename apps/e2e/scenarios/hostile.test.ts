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

it('hostile strings are text in what is done to messages: answers, pins, edits, messages sent on, choosing', async () => {
  const { chrome, server } = scene;
  const nickname = '<svg onload=__pwned=1>';
  const make = (username: string, nickname: string): Promise<Api> =>
    Api.register(server.origin, { username, nickname, password: PASSWORD });
  const [oscar, vera] = [await make('oscar', nickname), await make('vera', '薇拉')];
  await oscar.befriend(vera);
  const name = '<img src=x onerror=__pwned=1>';
  const group = await oscar.group(name, [vera]);
  const text = HOSTILE[2]!;
  await oscar.send(group, text);
  const { seq } = (await oscar.messages(group)).at(-1)!;
  await oscar.answer(group, seq, HOSTILE[5]!);
  await oscar.pin(group, seq);
  await oscar.send(group, HOSTILE[0]!);
  await oscar.edit(group, seq + 2, HOSTILE[11]!);
  await oscar.forward(group, [seq, seq + 1], group, true);

  const person = await chrome.person(server);
  const { page } = person;
  await person.enter('vera');
  await person.chats.open(name);
  await page.getByTestId('pin-bar').getByText(text, { exact: true }).waitFor();
  await page.getByTestId('quote').getByText(text, { exact: true }).waitFor();
  await person.chat.message(HOSTILE[11]!).getByTestId('edited').click();
  await page.getByTestId('earlier-texts').getByText(HOSTILE[0]!, { exact: true }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByTestId('merged').click();
  await page.getByTestId('merged-list').getByText(HOSTILE[5]!, { exact: true }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await person.chat.message(HOSTILE[11]!).focus();
  await page.keyboard.press('Shift+F10');
  await page.getByTestId('menu-forward').click();
  await page.getByTestId('forward-to').getByText(name, { exact: true }).waitFor();
  expect(await page.evaluate(() => '__pwned' in window)).toBe(false);
  expect(await page.locator('img[src="x"], svg[onload], main script, main iframe').count()).toBe(0);
});
