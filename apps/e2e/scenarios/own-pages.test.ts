import { expect, it } from 'vitest';
import { Api } from '../src/api';
import { faults } from '../src/faults';
import type { Person } from '../src/person';
import { PASSWORD, useScene } from '../src/scene';
import { Server } from '../src/server';
import { Survey } from '../src/survey';

const scene = useScene();
const NARROW = { width: 320, height: 640 };

async function stand(phone: boolean): Promise<Person> {
  return scene.chrome.person(scene.server, phone ? { phone, size: NARROW } : {});
}

for (const phone of [false, true]) {
  const device = phone ? 'phone' : 'desktop';

  it(`the pages before signing in, on a ${device}`, async () => {
    const person = await stand(phone);
    person.watch.expect(/status of 4/);
    const found: string[] = [];
    for (const kind of ['sign-in', 'register'] as const) {
      await person.signIn.goto(kind);
      const survey = await Survey.ofStranger(person);
      await survey.see(kind);
      await person.signIn.submit.click();
      await person.page.getByRole('alert').first().waitFor();
      await survey.see(`${kind} with errors`);
      found.push(...survey.found);
    }
    expect(found).toEqual([]);
  });

  it(`the contacts, on a ${device}`, async () => {
    const { origin } = scene.server;
    const me = await Api.register(origin, {
      username: `con_${device}`,
      nickname: '周末',
      password: PASSWORD,
    });
    const people: Api[] = [];
    for (const nickname of ['Ada', '张三', 'Zoë', '007']) {
      const username = `c${people.length}_${device}`;
      people.push(await Api.register(origin, { username, nickname, password: PASSWORD }));
    }
    for (const one of people.slice(1)) await one.befriend(me);
    await people[0]!.request(me, 'Hi');
    await me.block(people[3]!);
    const person = await stand(phone);
    await person.enter(`con_${device}`);
    await person.contacts.goto();
    await person.contacts.rows.nth(2).click();
    await person.page.getByTestId('person-star').click();
    const survey = await Survey.of(person, me);
    for (const [path, shown] of [
      ['/contacts', 'contact-row'],
      ['/contacts/requests', 'request-accept'],
      [`/contacts/${people[1]!.id}`, 'person-delete'],
      [`/contacts/${people[0]!.id}`, 'person-share'],
      ['/u/nobody_here', 'link-home'],
      ['/settings#blocked', 'blocked-person'],
    ] as const) {
      await person.go(path);
      await person.page.getByTestId(shown).first().waitFor();
      await survey.see(path);
    }
    await person.contacts.goto();
    await person.page.getByTestId('add-contact').click();
    await person.page.getByTestId('find-person').waitFor();
    await survey.see('adding a contact', person.page.getByRole('dialog'));
    expect(survey.found).toEqual([]);
  });

  it(`the settings, on a ${device}`, async () => {
    const username = `own_${device}`;
    const me = await Api.register(scene.server.origin, { username, nickname: '周末', password: PASSWORD });
    const person = await stand(phone);
    await person.enter(username);
    await person.settings.goto();
    await person.page.getByTestId('privacy').waitFor();
    await person.settings.device(0).waitFor();
    const survey = await Survey.of(person, me);
    await survey.see('settings');
    expect(survey.found).toEqual([]);
  });
}

it('what somebody keeps to himself is chosen on one device and known on the other', async () => {
  await Api.register(scene.server.origin, { username: 'quiet', nickname: '静', password: PASSWORD });
  const [here, there] = [
    await scene.chrome.person(scene.server),
    await scene.chrome.person(scene.server, { phone: true, locale: 'zh-CN' }),
  ];
  for (const person of [here, there]) {
    await person.signIn.signIn('quiet', PASSWORD);
    await person.page.waitForURL('**/chats');
    await person.settings.goto();
    await person.page.getByTestId('privacy').waitFor();
  }
  const receipts = (person: Person) => person.page.getByTestId('privacy-read_receipts');
  await receipts(here).focus();
  await here.page.keyboard.press('Space');
  await expect.poll(() => receipts(there).getAttribute('aria-checked')).toBe('false');
  await there.page.getByTestId('privacy-last_seen').selectOption('nobody');
  await expect.poll(() => here.page.getByTestId('privacy-last_seen').inputValue()).toBe('nobody');
  await here.page.reload();
  await receipts(here).waitFor();
  expect(await receipts(here).getAttribute('aria-checked')).toBe('false');
});

it('an account is made, set up and left without a mouse', async () => {
  const person = await scene.chrome.person(scene.server);
  const { page } = person;
  const keys = page.keyboard;
  await person.signIn.goto('register');
  await person.signIn.field('username').focus();
  await keys.type('keys');
  await person.signIn.field('password').focus();
  await keys.type(PASSWORD);
  await keys.press('Enter');
  await page.waitForURL('**/chats');
  await page.locator('a[href="/settings"]:visible').first().focus();
  await keys.press('Enter');
  await page.getByTestId('profile-edit').focus();
  await keys.press('Enter');
  await page.getByTestId('profile-nickname').waitFor();
  await page.getByTestId('profile-nickname').focus();
  await keys.press('Control+A');
  await keys.type('Keyboard Kim');
  await keys.press('Enter');
  await page.getByTestId('own-profile').getByText('Keyboard Kim').waitFor();
  // A dialog closes by Escape and gives the focus back to what opened it.
  await page.getByTestId('two-step-on').focus();
  await keys.press('Enter');
  await page.getByRole('dialog').waitFor();
  await keys.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await expect
    .poll(() => page.evaluate(() => (document.activeElement as HTMLElement).dataset.testid))
    .toBe('two-step-on');
  await page.getByTestId('sign-out').focus();
  await keys.press('Enter');
  await page.getByTestId('sign-out-confirm').focus();
  await keys.press('Enter');
  await page.waitForURL(/\/sign-in/);
});

it('the pages of mails, codes and other sites, on a desktop in Chinese and a phone in English', async () => {
  // No mail and no code is sent here: the pages are looked at.
  const server = await Server.fresh(0, {
    KAMA__MAIL__HOST: '127.0.0.1',
    KAMA__MAIL__TLS: 'off',
    KAMA__MAIL__FROM: 'KamaChat <chat@example.org>',
    KAMA__SMS__GATEWAY: 'console',
  });
  try {
    await Api.register(server.origin, { username: 'reachable', nickname: '周末', password: PASSWORD });
    const token = 'a'.repeat(64);
    const places = ['/forgot-password', `/reset-password#token=${token}`, `/verify-email#token=${token}`];
    const found: string[] = [];
    for (const look of [
      { locale: 'zh-CN', theme: 'light' },
      { locale: 'en-US', theme: 'dark', phone: true, size: NARROW },
    ] as const) {
      const person = await scene.chrome.person(server, look);
      person.watch.expect(/status of 4/);
      for (const place of places) {
        await person.page.goto(place);
        await person.page.locator('button[type="submit"]').waitFor();
        found.push(...(await faults(person, `${place} ${look.locale}`)));
      }
      await person.page.goto(`/external#token=${token}`);
      await person.page.getByTestId('external-error').waitFor();
      found.push(...(await faults(person, `/external ${look.locale}`)));
      for (const kind of ['sign-in', 'register'] as const) {
        await person.signIn.goto(kind);
        await person.page.getByRole('button', { name: /SMS|短信/ }).click();
        await person.page.locator('input[autocomplete="one-time-code"]').waitFor();
        found.push(...(await faults(person, `${kind} by code ${look.locale}`)));
      }
      await person.enter('reachable');
      await person.settings.goto();
      await person.page.getByTestId('phone-item').waitFor();
      await person.page.getByTestId('email-item').waitFor();
      await person.settings.device(0).waitFor();
      found.push(...(await faults(person, `settings ${look.locale}`)));
      await person.context.close();
    }
    expect(found).toEqual([]);
  } finally {
    await server.dispose();
  }
});
