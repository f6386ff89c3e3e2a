import { expect, it } from 'vitest';
import { Api } from '../src/api';
import { PASSWORD, useScene } from '../src/scene';
import { Survey } from '../src/survey';

const scene = useScene();

/** A group with everything in it that a message can be, and a chat that waits. */
async function talk(device: string) {
  const make = (name: string, nickname: string): Promise<Api> =>
    Api.register(scene.server.origin, { username: `${name}_${device}`, nickname, password: PASSWORD });
  const [ann, bob, chen] = [
    await make('ann', '安娜 Okafor'),
    await make('bob', 'Bob Larsen'),
    await make('chen', '陈思远'),
  ];
  const withBob = await bob.befriend(ann);
  await chen.send(await chen.befriend(ann), '未读的一条');
  await bob.send(withBob, 'Bring the long line, and mind the wind from the north: https://example.org/trail');
  await bob.send(withBob, '🎉');
  const group = await ann.group('周末风筝 Kites', [bob, chen]);
  await bob.send(group, '谁带长线？ The long one, please');
  const [asked] = (await ann.messages(group)).slice(-1);
  await ann.answer(group, asked!.seq, '我带 — nine in the morning');
  const seq = asked!.seq;
  for (const one of [ann, bob, chen]) await one.react(group, seq, '👍');
  await chen.react(group, seq, '🪁');
  await ann.pin(group, seq);
  await bob.send(group, 'taken back');
  await bob.recall(group, seq + 2);
  await ann.edit(group, seq + 1, '我带 — ten in the morning');
  await ann.forward(withBob, [1, 2], group, true);
  await ann.forward(withBob, [1], group, false);
  await bob.read(group, seq + 4);
  return { ann, group, seq };
}

for (const phone of [false, true]) {
  const device = phone ? 'phone' : 'desktop';

  it(`the messages and what is done with them, on a ${device}`, { timeout: 240_000 }, async () => {
    const { ann, group, seq } = await talk(device);
    const size = { width: 320, height: 640 };
    const person = await scene.chrome.person(scene.server, phone ? { phone, size } : {});
    const { page } = person;
    await person.enter(`ann_${device}`);
    await person.chats.rows.nth(2).waitFor();
    const survey = await Survey.of(person, ann);
    await survey.see('list');
    await person.go(`/chats/${group}`);
    await page.getByTestId('readers').first().waitFor();
    await person.chat.divider.waitFor();
    await page.getByTestId('jump-unread').waitFor({ state: 'detached' });
    await survey.see('chat');

    const message = page.locator(`[data-testid=message][data-seq="${seq}"]`);
    const own = page.locator(`[data-testid=message][data-seq="${seq + 1}"]`);
    const menu = page.getByTestId('menu');
    const dialog = page.getByRole('dialog');
    const ask = async (what: string, on = message): Promise<void> => {
      await on.focus();
      await page.keyboard.press('Shift+F10');
      await page.getByTestId(`menu-${what}`).click();
    };
    const leave = async (): Promise<void> => {
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
    };
    await own.focus();
    await page.keyboard.press('Shift+F10');
    await survey.glance('menu', menu);
    await page.keyboard.press('Escape');
    await menu.waitFor({ state: 'detached' });

    // On a phone a dialog is the same at another place: one is enough.
    const asked = [
      ['forward', 'forward-to'],
      ['who', 'who-reacted'],
      ['hide', 'confirm'],
    ] as const;
    for (const [what, shown] of phone ? asked.slice(0, 1) : asked) {
      await ask(what);
      await page.getByTestId(shown).first().waitFor();
      await survey.see(what, dialog);
      await leave();
    }
    const shows = [
      [page.getByTestId('merged'), 'merged-list'],
      [own.getByTestId('edited'), 'earlier-texts'],
      [page.getByTestId('pin-list-open'), 'pin-list'],
      [page.getByTestId('readers').first(), 'readers-list'],
    ] as const;
    for (const [button, shown] of phone ? shows.slice(0, 1) : shows) {
      await button.click();
      await page.getByTestId(shown).locator('li').first().waitFor();
      await survey.see(shown, dialog);
      await leave();
    }

    await message.focus();
    await page.keyboard.press('+');
    await page.getByTestId('emoji').first().waitFor();
    await survey.glance('reaction', page.getByTestId('react-picker'));
    await page.keyboard.press('Escape');
    await page.getByTestId('react-picker').waitFor({ state: 'detached' });
    await message.focus();
    await page.keyboard.press('r');
    await page.getByTestId('reply-bar').waitFor();
    await person.chat.composer.fill('@Bo');
    await survey.glance('reply');
    await person.chat.composer.fill('');
    await own.focus();
    await page.keyboard.press('e');
    await page.getByTestId('edit-bar').waitFor();
    await survey.glance('editing');
    await page.keyboard.press('Escape');
    await ask('select');
    await page.getByTestId('select-bar').waitFor();
    await survey.glance('choosing');
    await survey.see('the bar of the chosen', page.getByTestId('select-bar'));
    await page.getByTestId('select-cancel').click();

    await person.go(`/chats/${await ann.saved()}`);
    await person.chat.composer.waitFor();
    await survey.see('saved');
    expect(survey.found).toEqual([]);
  });
}
