import { expect, it } from 'vitest';
import { Api } from '../src/api';
import { violations } from '../src/axe';
import { PASSWORD, useScene } from '../src/scene';

const scene = useScene();
const THEMES = ['light', 'dark'] as const;
const LANGUAGES = ['zh-CN', 'en'] as const;

it('sign-in and registration have no violation in both themes and languages', async () => {
  const found: string[] = [];
  for (const theme of THEMES) {
    const person = await scene.chrome.person(scene.server, { theme });
    person.watch.expect(/status of 4/);
    for (const language of LANGUAGES) {
      for (const kind of ['sign-in', 'register'] as const) {
        await person.signIn.goto(kind);
        await person.page.getByTestId('language-select').selectOption(language);
        await person.page.locator(`html[lang="${language}"]`).waitFor();
        found.push(...(await violations(person.page, `${kind} ${theme} ${language}`)));
        await person.signIn.submit.click();
        await person.page.getByRole('alert').first().waitFor();
        found.push(...(await violations(person.page, `${kind} with errors ${theme} ${language}`)));
      }
    }
  }
  expect(found).toEqual([]);
});

it('list, chat, contacts and settings have no violation in both themes and languages', async () => {
  const { chrome, server } = scene;
  const register = (username: string, nickname: string): Promise<Api> =>
    Api.register(server.origin, { username, nickname, password: PASSWORD });
  const [ada, bo, cai, dan] = await Promise.all([
    register('ada', 'Ada Lindqvist'),
    register('bosong', '柏松'),
    register('cai', '蔡文'),
    register('dan', 'Dan'),
  ]);
  const withBo = await bo.befriend(ada);
  await bo.send(withBo, '周末去爬山吗？ https://example.org/trail');
  await ada.send(withBo, 'Sure! 👍');
  await bo.send(withBo, '🎉');
  await cai.send(await cai.befriend(ada), '未读的一条');
  await dan.request(ada, 'We met in Lisbon');

  const person = await chrome.person(server);
  await person.signIn.signIn('ada', PASSWORD);
  await person.chats.rows.first().waitFor();
  const found: string[] = [];
  for (const theme of THEMES) {
    for (const language of LANGUAGES) {
      const at = `${theme} ${language}`;
      await person.settings.goto();
      await person.settings.choose(theme, language);
      found.push(...(await violations(person.page, `settings ${at}`)));
      await person.chats.goto();
      await person.chats.rows.first().waitFor();
      found.push(...(await violations(person.page, `list ${at}`)));
      await person.chats.open('柏松');
      await person.chat.message('🎉').waitFor();
      found.push(...(await violations(person.page, `chat ${at}`)));
      await person.contacts.goto();
      found.push(...(await violations(person.page, `contacts ${at}`)));
      await person.contacts.gotoRequests();
      await person.contacts.requests.first().waitFor();
      found.push(...(await violations(person.page, `requests ${at}`)));
      await person.page.getByTestId('add-contact').click();
      await person.page.getByTestId('find-person').waitFor();
      found.push(...(await violations(person.page, `add contact ${at}`)));
      await person.page.keyboard.press('Escape');
      await person.page.getByTestId('find-person').waitFor({ state: 'detached' });
    }
  }
  expect(found).toEqual([]);
});
