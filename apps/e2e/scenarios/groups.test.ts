import { expect, it } from 'vitest';
import { Api } from '../src/api';
import type { Person } from '../src/person';
import { PASSWORD, useScene } from '../src/scene';

const scene = useScene();

async function register(username: string, nickname: string): Promise<Api> {
  return Api.register(scene.server.origin, { username, nickname, password: PASSWORD });
}

async function enter(username: string): Promise<Person> {
  const person = await scene.chrome.person(scene.server);
  await person.signIn.signIn(username, PASSWORD);
  await person.page.waitForURL('**/chats');
  return person;
}

it('a group of three lives: messages, an invitation, an approval, roles, silence, a new owner, the end', async () => {
  const [ann, bob, cai] = await Promise.all([
    register('ann', 'Ann Okafor'),
    register('bob', 'Bob Larsen'),
    register('cai', '蔡文'),
    register('dora', 'Dora Weiss'),
  ]);
  await Promise.all([bob.befriend(ann), cai.befriend(ann)]);
  const [annie, bobby, dora] = [await enter('ann'), await enter('bob'), await enter('dora')];

  await annie.groups.create('Kite club', ['Bob Larsen', '蔡文']);
  expect(await annie.page.getByTestId('member-count').innerText()).toContain('3');
  await annie.groups.event('You').first().waitFor();
  await bobby.chats.open('Kite club');
  await bobby.chat.send('Wind from the north');
  await annie.chat.message('Wind from the north').waitFor();
  expect(await annie.page.getByTestId('sender').first().innerText()).toContain('Bob Larsen');

  // Through a link, once an admin says yes.
  await ann.changeGroup(await ann.groupNamed('Kite club'), {
    join_policy: 'approval',
    who_may_invite: 'everyone',
  });
  await bobby.groups.openPanel();
  const link = await bobby.groups.inviteLink();
  await bobby.groups.closePanel();
  await dora.page.goto(link);
  await dora.page.getByTestId('join-note').fill('I fly kites too');
  await dora.page.getByTestId('group-join').click();
  await dora.page.getByTestId('asked').waitFor();
  await annie.page.getByTestId('waiting').waitFor();
  await annie.groups.openPanel('requests');
  await annie.page.getByTestId('group-request').getByText('I fly kites too').waitFor();
  await annie.page.getByTestId('request-accept').click();
  await annie.groups.event('Dora Weiss').waitFor();
  await dora.chats.goto();
  await dora.chats.open('Kite club');

  // An admin may silence; the silenced one is told why he cannot write.
  await annie.groups.openPanel('members');
  await annie.groups.act('Bob Larsen', 'promote');
  await bobby.groups.event('made you admin').waitFor();
  await bobby.groups.openPanel('members');
  await bobby.groups.act('Dora Weiss', 'mute', true);
  await dora.page.getByTestId('composer-off').waitFor();

  // Handed over, then ended by its new owner.
  await annie.groups.act('Bob Larsen', 'transfer', true);
  await bobby.groups.event('handed the group over to you').waitFor();
  await bobby.groups.openPanel();
  await bobby.page.getByTestId('dissolve').click();
  await bobby.page.getByTestId('confirm').click();
  await bobby.page.getByRole('alert').waitFor();
  await bobby.page.getByTestId('confirm-typed').fill('Kite club');
  await bobby.page.getByTestId('confirm').click();
  await annie.page.getByTestId('composer-off').getByText('This group was dissolved').waitFor();
});

it('the open window of a removed member says so and gets nothing more', async () => {
  const [eva, finn] = await Promise.all([register('eva', 'Eva Lund'), register('finn', 'Finn Berg')]);
  await finn.befriend(eva);
  const group = await eva.group('Book circle', [finn]);
  await eva.send(group, 'Chapter one');
  const [evie, finny] = [await enter('eva'), await enter('finn')];
  await finny.chats.open('Book circle');
  await finny.chat.message('Chapter one').waitFor();
  // The server answers as it does to strangers.
  finny.watch.expect(/status of 404/);

  await evie.chats.open('Book circle');
  await evie.groups.openPanel('members');
  await evie.groups.act('Finn Berg', 'remove', true);
  await finny.page.getByTestId('removed').getByText('Book circle').waitFor();
  await evie.groups.closePanel();
  await evie.chat.send('Only for those who stayed');
  await evie.chat.waitState('Only for those who stayed', 'sent');
  await finny.page.waitForTimeout(1_000);
  expect(await finny.page.getByText('Only for those who stayed').count()).toBe(0);
  expect(await finny.page.getByText('Chapter one').count()).toBe(0);
  expect(await finny.chats.row('Book circle').count()).toBe(0);
});
