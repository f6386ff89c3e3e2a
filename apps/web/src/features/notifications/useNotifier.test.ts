import type { Message } from '@kamachat/client';
import { flushPromises, mount } from '@vue/test-utils';
import { afterEach, expect, it, vi } from 'vitest';
import { defineComponent } from 'vue';
import { FakeClient } from '../../../test/fakeClient';
import { withTexts } from '../../../test/withTexts';
import { useNotifier } from './useNotifier';

const CHAT = 'c-zhang';
const standing = new Set<string>();

class Notice {
  static permission = 'granted';
  constructor(
    _title: string,
    private readonly options: { body: string },
  ) {
    standing.add(options.body);
  }
  close = () => standing.delete(this.options.body);
}

/** A page that is hidden, on a device that wants notifications. */
async function told() {
  vi.stubGlobal('Notification', Notice);
  vi.stubGlobal('isSecureContext', true);
  vi.spyOn(document, 'hasFocus').mockReturnValue(false);
  localStorage.setItem('kamachat.notify', '{"on":true,"sound":false}');
  const client = new FakeClient();
  const wrapper = mount(defineComponent({ setup: () => (useNotifier(), () => null) }), {
    global: withTexts(client),
  });
  const message = client.receive(CHAT, 'a secret');
  client.emit('arrived', [message]);
  await vi.waitFor(() => expect([...standing].join()).toContain('a secret'));
  const last = async (last_message: Message) => {
    client.conversations = client.conversations.map((item) =>
      item.id === CHAT ? { ...item, last_message } : item,
    );
    client.emit('conversations', client.conversations);
    await flushPromises();
  };
  return { client, wrapper, message, last };
}
afterEach(() => {
  standing.clear();
  localStorage.clear();
  vi.unstubAllGlobals();
});

it('a message that is taken back leaves the screen, one that is edited does not', async () => {
  const { wrapper, message, last } = await told();
  await last({ ...message, body: { text: 'other words' } });
  expect(standing.size).toBe(1);
  await last({ ...message, kind: 'deleted', recalled: true, body: { text: '' } });
  expect(standing.size).toBe(0);
  wrapper.unmount();
});

it('a message that is deleted for the reader leaves the screen too', async () => {
  const { wrapper, message, last } = await told();
  await last({ ...message, id: 'before', seq: message.seq - 1 });
  expect(standing.size).toBe(0);
  wrapper.unmount();
});

it('in an open chat it leaves the screen also when newer messages stand behind it', async () => {
  const { client, wrapper, message, last } = await told();
  const newer = { ...message, id: 'newer', seq: message.seq + 1 };
  await last(newer);
  expect(standing.size).toBe(1);
  const view = await client.open(CHAT);
  client.emit('timeline', { ...view, messages: [{ ...message, kind: 'deleted' }, newer] });
  await flushPromises();
  expect(standing.size).toBe(0);
  wrapper.unmount();
});
