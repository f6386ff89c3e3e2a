import { flushPromises, mount } from '@vue/test-utils';
import { afterEach, expect, it } from 'vitest';
import { FakeClient } from '../../../../test/fakeClient';
import { withTexts } from '../../../../test/withTexts';
import type { Bubble } from '../timeline/model';
import type { Action } from './actions';
import ChangeDesk from './ChangeDesk.vue';
import { wordsOf } from './takenBack';

const bubble = {
  key: 'k',
  id: 'm-1',
  seq: 1,
  own: true,
  senderId: 'me',
  text: 'hello',
  reactions: [],
} as unknown as Bubble;

function desk() {
  const client = new FakeClient();
  const props = {
    conversationId: 'c',
    rights: { pin: true, recall: () => false, inTime: () => true },
    bubbles: [bubble],
  };
  const wrapper = mount(ChangeDesk, { props, global: withTexts(client), attachTo: document.body });
  const act = (action: Action, on = bubble) => {
    wrapper.vm.act(action, on, { x: 0, y: 0 });
    return flushPromises();
  };
  return { client, wrapper, act };
}
const press = async (id: string) => {
  document.querySelector<HTMLElement>(`[data-testid="${id}"]`)?.click();
  await flushPromises();
};
afterEach(() => (document.body.innerHTML = ''));

it('pins from the menu and hands on what the composer does', async () => {
  const { client, wrapper, act } = desk();
  await act('menu');
  await press('menu-pin');
  expect(client.messages.calls).toEqual(['pin c 1']);
  await act('edit');
  await act('reply');
  expect(wrapper.emitted('edit')).toEqual([[1]]);
  expect(wrapper.emitted('reply')).toEqual([[1]]);
  wrapper.unmount();
});

it('asks before it takes back, keeps the words and gives them back once', async () => {
  const { client, wrapper, act } = desk();
  await act('recall');
  expect(client.messages.calls).toEqual([]);
  const form = document.querySelector('form');
  form?.dispatchEvent(new Event('submit'));
  await flushPromises();
  expect(client.messages.calls).toEqual(['recall c 1']);
  expect(wordsOf('m-1')).toBe('hello');
  await act('again', { ...bubble, text: null, recalled: true });
  expect(wrapper.emitted('write')).toEqual([['hello']]);
  expect(wordsOf('m-1')).toBeUndefined();
  wrapper.unmount();
});

it('says why something was refused', async () => {
  const { client, wrapper } = desk();
  client.messages.refuses = 'message.too_many_reactions';
  wrapper.vm.react(bubble, '👍', true);
  await flushPromises();
  expect(wrapper.get('[data-testid="change-refused"]').text()).toContain('too many reactions');
  wrapper.unmount();
});

it('does nothing that the message does not offer', async () => {
  const { client, wrapper, act } = desk();
  await act('unpin');
  await act('earlier');
  expect(client.messages.calls).toEqual([]);
  expect(document.querySelector('[role=dialog]')).toBeNull();
  wrapper.unmount();
});

it('says in saved messages that nobody else has what is deleted', async () => {
  const { client, wrapper, act } = desk();
  await act('hide');
  expect(document.body.textContent).toContain('The others keep it.');
  const [first] = client.conversations;
  const own = { ...first!, id: 'c', group: null, peer: { ...first!.peer!, id: client.account!.id } };
  client.emit('conversations', [own]);
  await flushPromises();
  expect(document.body.textContent).toContain('Nobody else has it.');
  wrapper.unmount();
});
