import type { Message, TimelineView } from '@kamachat/client';
import { flushPromises, mount } from '@vue/test-utils';
import { beforeEach, expect, it } from 'vitest';
import { defineComponent, shallowRef } from 'vue';
import { FakeClient } from '../../../../test/fakeClient';
import { withTexts } from '../../../../test/withTexts';
import { useEditing } from './useEditing';

const client = new FakeClient();
const view = shallowRef<TimelineView>();

function show(text: string, version: number): void {
  const sender = { id: 'me', name: 'Me', avatar: null, deleted: false };
  const created_at = '2026-01-01T00:00:00Z';
  const message = { seq: 1, kind: 'text', sender, body: { text }, version, created_at };
  view.value = { messages: [message as unknown as Message] } as unknown as TimelineView;
}

function begun(): ReturnType<typeof useEditing> {
  let editing!: ReturnType<typeof useEditing>;
  const Host = defineComponent({
    setup: () => {
      editing = useEditing('c', view, 'me');
      return () => null;
    },
  });
  mount(Host, { global: withTexts(client) });
  editing.begin(1);
  return editing;
}

beforeEach(() => {
  client.messages.calls.length = 0;
  client.messages.refuses = '';
  client.messages.inTime = () => true;
  show('helo', 0);
});

it('saves with the version that the person began from', async () => {
  const editing = begun();
  show('hello from my phone', 1);
  await flushPromises();
  await editing.save('hello');
  expect(client.messages.calls).toEqual(['edit c 1 hello 0']);
  expect(editing.editing.value).toBeNull();
});

it('tells of a conflict, shows what stands there now and lets the person save again', async () => {
  const editing = begun();
  show('hello from my phone', 1);
  client.messages.refuses = 'message.edit_conflict';
  await editing.save('hello');
  expect(editing.error.value).not.toBe('');
  expect(editing.editing.value).toEqual({ seq: 1, text: 'hello from my phone' });
  client.messages.refuses = '';
  await editing.save('hello');
  expect(client.messages.calls).toEqual(['edit c 1 hello 1']);
});

it('does not begin with a text that is too old to be changed', () => {
  const editing = begun();
  editing.cancel();
  client.messages.inTime = () => false;
  editing.last();
  expect(editing.editing.value).toBeNull();
  client.messages.inTime = () => true;
  editing.last();
  expect(editing.editing.value).toEqual({ seq: 1, text: 'helo' });
});
