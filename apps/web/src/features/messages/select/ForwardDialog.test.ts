import { flushPromises, mount } from '@vue/test-utils';
import { expect, it, vi } from 'vitest';
import { defineComponent, h } from 'vue';
import { FakeClient } from '../../../../test/fakeClient';
import { seed } from '../../../../test/seed';
import { withTexts } from '../../../../test/withTexts';
import ForwardDialog from './ForwardDialog.vue';

/** What a dialog holds, without the dialog: it would open beside the component. */
const frame = defineComponent(
  (_, { slots }) =>
    () =>
      h('div', slots.default?.()),
);

function open() {
  const data = seed();
  const client = new FakeClient(data);
  const chat = data.conversations.find((item) => (data.messages[item.id]?.length ?? 0) > 2)!;
  const messages = data.messages[chat.id]!.slice(0, 2);
  const wrapper = mount(ForwardDialog, {
    props: { open: true, messages },
    global: { ...withTexts(client), stubs: { KDialog: frame } },
  });
  return { client, wrapper, data };
}

it('what is saved stands first, and nothing is sent before somebody is chosen', async () => {
  const { client, wrapper, data } = open();
  const targets = wrapper.findAll('[data-testid="forward-to"]');
  expect(targets[0]!.find('[data-testid="saved-face"]').exists()).toBe(true);
  expect(targets).toHaveLength(data.conversations.length + 1);
  expect(wrapper.get('[data-testid="forward-send"]').attributes('disabled')).toBeDefined();
  await targets[1]!.get('input').setValue(true);
  await wrapper.get('[data-testid="forward-merged"]').trigger('click');
  await wrapper.get('form').trigger('submit');
  await flushPromises();
  expect(client.calls.find((call) => call.startsWith('forward 2 to'))).toContain('true');
  expect(wrapper.emitted('done')).toHaveLength(1);
});

it('a refusal is said, and the next try has the same key', async () => {
  const { client, wrapper } = open();
  const forward = vi.spyOn(client.talk, 'forward').mockResolvedValueOnce('message.refused');
  await wrapper.findAll('[data-testid="forward-to"]')[1]!.get('input').setValue(true);
  await wrapper.get('form').trigger('submit');
  await flushPromises();
  expect(wrapper.get('[role="alert"]').text()).not.toBe('');
  expect(wrapper.emitted('done')).toBeUndefined();
  await wrapper.get('form').trigger('submit');
  await flushPromises();
  expect(wrapper.emitted('done')).toHaveLength(1);
  const keys = (forward.mock.calls as unknown[][]).map((call) => call[3]);
  expect(keys[0]).toBe(keys[1]);
});
