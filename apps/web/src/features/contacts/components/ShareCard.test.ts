import { mount } from '@vue/test-utils';
import { expect, it } from 'vitest';
import { defineComponent, h } from 'vue';
import { FakeClient } from '../../../../test/fakeClient';
import { seed } from '../../../../test/seed';
import { withTexts } from '../../../../test/withTexts';
import GroupAvatar from '@/features/groups/components/GroupAvatar.vue';
import ShareCard from './ShareCard.vue';

/** What a dialog holds, without the dialog: it would open beside the component. */
const frame = defineComponent(
  (_, { slots }) =>
    () =>
      h('div', slots.default?.()),
);

it('names a group among the chats that a card may go to, with its picture', () => {
  const data = seed();
  const [first, ...rest] = data.conversations;
  const group = {
    name: 'Kite club',
    avatar: null,
    faces: [],
    member_count: 3,
    role: 'member',
    state: 'active',
  };
  data.conversations = [{ ...first!, kind: 'group', peer: null, group } as typeof first & object, ...rest];
  const wrapper = mount(ShareCard, {
    props: { open: true, profile: { id: 'u-x', username: 'x', name: 'X', avatar: null } },
    global: { ...withTexts(new FakeClient(data)), stubs: { KDialog: frame } },
  });
  const row = wrapper.findAll('[data-testid="share-to"]')[0]!;
  expect(row.get('.nm').text()).toBe('Kite club');
  expect(row.findComponent(GroupAvatar).exists()).toBe(true);
});
