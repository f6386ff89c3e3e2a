import { expect, it } from 'vitest';
import { Api } from '../src/api';
import { violations } from '../src/axe';
import { countNotices, hide, putUp, shownBy, standing, workerReady } from '../src/notices';
import { PASSWORD, useScene } from '../src/scene';

const scene = useScene({ whole: true });

it('a hidden page notifies once a chat, a click opens it, and the open chat and quiet hours stay silent', async () => {
  const { chrome, server } = scene;
  const register = (username: string, nickname: string): Promise<Api> =>
    Api.register(server.origin, { username, nickname, password: PASSWORD });
  const [ann, bob, chen] = await Promise.all([
    register('ann_note', 'Ann'),
    register('bob_note', 'Bob Larsen'),
    register('chen_note', '陈思远'),
  ]);
  const [withBob, withChen] = [await bob.befriend(ann), await chen.befriend(ann)];
  await chen.befriend(bob);
  const group = await bob.group('Kites', [ann, chen].slice(0, 1));
  const person = await chrome.person(server, { worker: true });
  const { page } = person;
  await person.context.grantPermissions(['notifications'], { origin: server.origin });
  await countNotices(person.context);
  await person.signIn.signIn('ann_note', PASSWORD);
  await workerReady(page);
  await person.chats.open('Bob Larsen');

  // Nobody asked for it yet.
  await chen.send(withChen, '还没打开通知');
  await person.chats.row('陈思远').getByText('还没打开通知').waitFor();
  expect(await shownBy(page)).toEqual([]);

  await person.settings.goto();
  await page.getByTestId('notify-on').click();
  await expect.poll(() => page.getByTestId('notify-on').getAttribute('aria-checked')).toBe('true');
  await page.getByTestId('notify-quiet').click();
  await page.getByTestId('quiet-from').fill('00:00');
  await page.getByTestId('quiet-to').fill('00:00');
  expect(await violations(page, 'notification settings')).toEqual([]);
  await person.chats.goto();
  await person.chats.open('Bob Larsen');
  await hide(page, true);
  await bob.send(withBob, 'in quiet hours');
  await person.chat.message('in quiet hours').waitFor();
  await page.waitForTimeout(400);
  expect(await shownBy(page)).toEqual([]);
  await hide(page, false);
  await person.settings.goto();
  await page.getByTestId('notify-quiet').click();

  // Somebody looks at it.
  await person.chats.goto();
  await person.chats.open('Bob Larsen');
  await bob.send(withBob, 'seen at once');
  await person.chat.message('seen at once').waitFor();
  await page.waitForTimeout(400);
  expect(await shownBy(page)).toEqual([]);

  // Hidden: one a chat, the newer in place of the older.
  await hide(page, true);
  for (const text of ['first', 'second']) await bob.send(withBob, text);
  await chen.send(withChen, '下班了吗？');
  await putUp(page, 'second', '下班了吗？');
  await expect
    .poll(async () => (await standing(page)).sort())
    .toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^Bob Larsen: second/),
        expect.stringMatching(/^陈思远: 下班了吗？/),
      ]),
    );
  expect(await standing(page)).toHaveLength(2);
  await expect.poll(() => page.title()).toMatch(/^\(4\)/);

  // A muted chat stays silent, unless somebody is spoken to there and wants to know.
  const muted = (level: string) => person.chats.row('Kites').getByTestId('row-muted').getByText(level);
  await ann.keep(group, { notify: 'mentions' });
  await muted('Mentions only').waitFor({ state: 'attached' });
  await bob.send(group, 'only among us');
  await bob.mention(group, ann, '@Ann the wind is right');
  await putUp(page, 'the wind is right');
  await expect
    .poll(async () => (await standing(page)).filter((text) => text.startsWith('Kites')))
    .toEqual([expect.stringMatching(/^Kites: Bob Larsen: @Ann the wind is right/)]);
  expect((await shownBy(page)).filter(({ body }) => body.includes('only among us'))).toEqual([]);
  await ann.keep(group, { notify: 'none' });
  await muted('Mute').waitFor({ state: 'attached' });
  await ann.read(group, 9);
  await expect.poll(async () => (await standing(page)).length).toBe(2);
  await bob.send(group, 'no word of this');
  await person.chats.row('Kites').getByText('no word of this').waitFor();
  expect((await standing(page)).length).toBe(2);

  const [worker] = person.context.serviceWorkers();
  await worker!.evaluate(async (id) => {
    const scope = self as unknown as { registration: ServiceWorkerRegistration } & EventTarget;
    const [notification] = await scope.registration.getNotifications({ tag: id });
    scope.dispatchEvent(
      new (
        self as unknown as { NotificationEvent: new (type: string, init: object) => Event }
      ).NotificationEvent('notificationclick', { notification }),
    );
  }, withChen);
  await page.waitForURL(new RegExp(withChen));
  await hide(page, false);
  await person.chat.message('下班了吗？').waitFor();
  await expect.poll(async () => (await standing(page)).length).toBe(1);
  // Read: its notification goes as well.
  await person.chats.open('Bob Larsen');
  await expect.poll(() => standing(page)).toEqual([]);

  // Taken back: nobody reads it on a locked screen either.
  await person.chats.goto();
  await hide(page, true);
  await bob.send(withBob, 'not for you');
  await putUp(page, 'not for you');
  await expect.poll(() => standing(page)).toEqual([expect.stringMatching(/not for you/)]);
  await bob.recall(withBob, (await bob.messages(withBob)).at(-1)!.seq);
  await expect.poll(() => standing(page)).toEqual([]);
});
