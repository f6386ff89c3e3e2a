import type { Message, TimelineView } from '@kamachat/client';
import { mount } from '@vue/test-utils';
import { expect, it, vi } from 'vitest';
import { defineComponent, nextTick, shallowRef } from 'vue';
import { FakeClient } from '../../../test/fakeClient';
import { withTexts } from '../../../test/withTexts';
import { useReply } from './useReply';

const CHAT = 'c-zhang';

/** A window over the messages of a chat with these numbers. */
function open(from: number, to: number, draftReplyTo: number | null = null, client = new FakeClient()) {
  client.conversations = client.conversations.map((item) => ({ ...item, draftReplyTo }));
  const all = Array.from({ length: 100 }, (_, i) => ({ seq: i + 1, kind: 'text' }) as Message);
  const view = shallowRef<TimelineView>();
  const show = (low: number, high: number, change: Partial<Message> = {}) => {
    const messages = all.slice(low - 1, high).map((message) => ({ ...message, ...change }));
    view.value = { messages } as unknown as TimelineView;
    return nextTick();
  };
  void show(from, to);
  let reply!: ReturnType<typeof useReply>;
  mount(defineComponent({ setup: () => ((reply = useReply(CHAT, view)), () => null) }), {
    global: withTexts(client),
  });
  const send = vi.spyOn(client, 'send');
  const sent = () => {
    reply.send('yes');
    const to = send.mock.lastCall?.[2]?.replyTo;
    return typeof to === 'number' ? to : to?.seq;
  };
  return { reply, show, sent };
}

it('answers an old message also from the newest ones', async () => {
  const { reply, show, sent } = open(1, 20);
  reply.answer(5);
  await nextTick();
  await show(80, 100);
  expect(reply.message.value?.seq).toBe(5);
  expect(sent()).toBe(5);
});

it('a draft answers a message that is not loaded here', () => {
  const { reply, sent } = open(80, 100, 5);
  expect(reply.message.value).toBeNull();
  expect(reply.unseen.value).toBe(true);
  expect(sent()).toBe(5);
});

it('a draft shows what it answers once it was fetched', async () => {
  const client = new FakeClient();
  const asked = vi.spyOn(client.history, 'message').mockResolvedValue({ seq: 5, kind: 'text' } as Message);
  const { reply, sent } = open(80, 100, 5, client);
  await vi.waitFor(() => expect(reply.message.value?.seq).toBe(5));
  expect(reply.unseen.value).toBe(false);
  expect(asked.mock.calls).toEqual([[CHAT, 5]]);
  expect(sent()).toBe(5);
});

it('answers nothing that was taken back meanwhile', async () => {
  const { reply, show, sent } = open(1, 20);
  reply.answer(5);
  await nextTick();
  await show(1, 20, { kind: 'deleted' });
  expect(reply.message.value).toBeNull();
  await show(80, 100);
  expect(reply.unseen.value).toBe(false);
  expect(sent()).toBeUndefined();
});

it('keeps what is chosen when the box tells that it is empty, and lets go of it with the message', async () => {
  const client = new FakeClient();
  const told = vi.spyOn(client, 'setDraft');
  const { reply, sent } = open(1, 20, null, client);
  reply.answer(5);
  // What was sent a moment ago left an empty box.
  reply.draft('');
  expect(told).toHaveBeenLastCalledWith(CHAT, '', 5);
  await nextTick();
  expect(reply.message.value?.seq).toBe(5);
  expect(sent()).toBe(5);
  reply.draft('');
  expect(told).toHaveBeenLastCalledWith(CHAT, '', null);
});
