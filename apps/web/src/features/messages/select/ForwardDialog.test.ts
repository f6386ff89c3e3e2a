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

function open(count = 2) {
  const data = seed();
  const client = new FakeClient(data);
  let keys = 0;
  vi.spyOn(client.talk, 'newKey').mockImplementation(() => `key-${(keys += 1)}`);
  const chat = data.conversations.find((item) => (data.messages[item.id]?.length ?? 0) > count)!;
  const messages = data.messages[chat.id]!.slice(0, count);
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

it('what a chat has is not sent there again, and another way of sending has another key', async () => {
  const { client, wrapper } = open();
  const forward = vi.spyOn(client.talk, 'forward');
  forward.mockResolvedValueOnce(null).mockResolvedValueOnce('message.refused');
  const targets = wrapper.findAll('[data-testid="forward-to"]').slice(1, 3);
  for (const target of targets) await target.get('input').setValue(true);
  const ids = targets.map((target) => target.attributes('data-id'));
  await wrapper.get('form').trigger('submit');
  await flushPromises();
  expect(wrapper.get('[role="alert"]').text()).not.toBe('');
  expect(targets[0]!.get('input').attributes('disabled')).toBeDefined();
  await wrapper.get('[data-testid="forward-merged"]').trigger('click');
  await wrapper.get('form').trigger('submit');
  await flushPromises();
  const calls = (forward.mock.calls as unknown[][]).map(([, to, merged, key]) => [to, merged, key]);
  expect(calls.map(([to, merged]) => [to, merged])).toEqual([
    [[ids[0]], false],
    [[ids[1]], false],
    [[ids[1]], true],
  ]);
  expect(calls[0]![2]).toBe(calls[1]![2]);
  expect(calls[2]![2]).not.toBe(calls[1]![2]);
  expect(wrapper.emitted('done')).toHaveLength(1);
});

it('says before sending that so many messages go to fewer chats, unless as one', async () => {
  const { wrapper } = open(100);
  const said = () => wrapper.find('[data-testid="too-many"]').exists();
  const targets = wrapper.findAll('[data-testid="forward-to"]').slice(0, 5);
  for (const target of targets.slice(0, 4)) await target.get('input').setValue(true);
  expect(said()).toBe(false);
  await targets[4]!.get('input').setValue(true);
  expect(said()).toBe(true);
  expect(wrapper.get('[data-testid="forward-send"]').attributes('disabled')).toBeDefined();
  await wrapper.get('[data-testid="forward-merged"]').trigger('click');
  expect(said()).toBe(false);
});
