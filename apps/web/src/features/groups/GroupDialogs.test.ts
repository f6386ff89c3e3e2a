import type { GroupCard } from '@kamachat/client';
import { flushPromises, mount } from '@vue/test-utils';
import { expect, it, vi } from 'vitest';
import { defineComponent, h, ref, shallowRef } from 'vue';
import { FakeClient } from '../../../test/fakeClient';
import { makeGroup, makeMember } from '../../../test/fakeGroups';
import { refusal } from '../../../test/refusal';
import { withTexts } from '../../../test/withTexts';
import FindGroup from './components/FindGroup.vue';
import GroupBans from './panel/GroupBans.vue';
import MaxMembers from './panel/MaxMembers.vue';
import type { OpenGroup } from './useGroup';

const card = (change: Partial<GroupCard> = {}): GroupCard => ({
  id: 'g-kite',
  name: 'Kite club',
  member_count: 3,
  join_policy: 'open',
  is_member: false,
  is_asking: false,
  avatar: null,
  faces: [],
  ...change,
});

/** What a dialog holds, without the dialog: it would open beside the component. */
const frame = defineComponent(
  (_, { slots }) =>
    () =>
      h('div', slots.default?.()),
);

function find(cards: GroupCard[]) {
  const client = new FakeClient();
  client.groups.cards = cards;
  const wrapper = mount(FindGroup, {
    props: { open: true },
    global: { ...withTexts(client), stubs: { KDialog: frame } },
  });
  const search = async (words: string) => {
    await wrapper.get('[data-testid="find-group"]').setValue(words);
    await wrapper.get('form').trigger('submit');
    await flushPromises();
  };
  return { client, wrapper, search };
}

it('finds a group and joins it, and says when there is none', async () => {
  const { client, wrapper, search } = find([card()]);
  const join = vi.spyOn(client.groups, 'join');
  await search('Book');
  expect(wrapper.get('[role="status"]').text()).toContain('Book');
  await search(' Kite ');
  await wrapper.get('.join-form').trigger('submit');
  await flushPromises();
  expect(join).toHaveBeenCalledWith('g-kite', '');
  expect(wrapper.emitted('update:open')?.at(-1)).toEqual([false]);
});

it('asks with a note where admins decide, once', async () => {
  const { client, wrapper, search } = find([card({ join_policy: 'approval' })]);
  client.groups.group = makeGroup({ join_policy: 'approval' });
  const join = vi.spyOn(client.groups, 'join');
  await search('Kite');
  await wrapper.get('[data-testid="join-note"]').setValue(' I fly kites ');
  await wrapper.get('.join-form').trigger('submit');
  await flushPromises();
  expect(join).toHaveBeenCalledWith('g-kite', 'I fly kites');
  expect(wrapper.get('[data-testid="asked"]').text()).toBe('Waiting for an admin');
  expect(wrapper.find('.join-form').exists()).toBe(false);
});

it('offers no way in where there is none, and words a refusal', async () => {
  const shut = find([card({ join_policy: 'invitation' })]);
  await shut.search('Kite');
  expect(shut.wrapper.text()).toContain('By invitation only');
  expect(shut.wrapper.find('.join-form').exists()).toBe(false);

  const full = find([card()]);
  vi.spyOn(full.client.groups, 'join').mockRejectedValue(refusal(409, 'group.full'));
  await full.search('Kite');
  await full.wrapper.get('.join-form').trigger('submit');
  await flushPromises();
  expect(full.wrapper.get('[role="alert"]').text()).not.toBe('');
});

const opened = (group = makeGroup()): OpenGroup => ({
  group: shallowRef(group),
  leaders: shallowRef(new Map()),
  waiting: ref(0),
  version: ref(0),
  reload: async () => {},
  take: () => {},
});

it('lists who is banned, lifts a ban, and then says that nobody is', async () => {
  const client = new FakeClient();
  client.groups.banned = [makeMember('m1'), makeMember('m2')];
  const wrapper = mount(GroupBans, {
    props: { group: makeGroup(), open: opened() },
    global: withTexts(client),
  });
  await flushPromises();
  expect(wrapper.findAll('[data-testid="ban"]')).toHaveLength(2);
  for (const left of [1, 0]) {
    await wrapper.get('[data-testid="unban"]').trigger('click');
    await flushPromises();
    expect(wrapper.findAll('[data-testid="ban"]')).toHaveLength(left);
  }
  expect(client.groups.calls).toEqual(['unban m1', 'unban m2']);
  expect(wrapper.text()).toContain('Nobody is banned');
});

it('keeps the list when a ban cannot be lifted, and says why', async () => {
  const client = new FakeClient();
  client.groups.banned = [makeMember('m1')];
  client.groups.unban = async () => {
    throw refusal(403, 'group.forbidden');
  };
  const wrapper = mount(GroupBans, {
    props: { group: makeGroup(), open: opened() },
    global: withTexts(client),
  });
  await flushPromises();
  await wrapper.get('[data-testid="unban"]').trigger('click');
  await flushPromises();
  expect(wrapper.findAll('[data-testid="ban"]')).toHaveLength(1);
  expect(wrapper.get('[role="alert"]').text()).not.toBe('');
});

it('takes a number of members of two or more, and only when it is another', async () => {
  const wrapper = mount(MaxMembers, { props: { value: 500, busy: false }, global: withTexts() });
  const field = wrapper.get('input');
  expect(wrapper.find('[data-testid="max-members-save"]').exists()).toBe(false);
  for (const wrong of ['1', 'x', '', '-5', '1e3', '9999999']) {
    await field.setValue(wrong);
    await wrapper.get('form').trigger('submit');
    expect(wrapper.get('[role="alert"]').text(), wrong).not.toBe('');
  }
  await field.setValue('200');
  await wrapper.get('form').trigger('submit');
  expect(wrapper.emitted('choose')).toEqual([[200]]);
});
