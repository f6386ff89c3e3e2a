import type { PinnedMessage } from '@kamachat/client';
import { flushPromises, mount } from '@vue/test-utils';
import { expect, it, vi } from 'vitest';
import { defineComponent, h, shallowRef } from 'vue';
import { withTexts } from '../../../../test/withTexts';
import PinBar from '../changes/PinBar.vue';
import type { Bubble, Row } from './model';
import QuoteBlock from './QuoteBlock.vue';
import { useAnnouncer } from './useAnnouncer';

const sender = { id: 'bob', name: 'Bob', avatar: null, deleted: false };

it('a quote of a card or of merged messages says what it is', () => {
  const said = (kind: string, text = '') =>
    mount(QuoteBlock, { props: { quote: { seq: 1, original: { sender, kind, text } } }, global: withTexts() })
      .get('.quote-text')
      .text();
  expect(said('merged')).toBe('[Chat history]');
  expect(said('card')).toBe('[Card]');
  expect(said('text', 'hello')).toBe('hello');
});

it('a pinned merged message says what it is', () => {
  const message = { id: 'm', seq: 1, kind: 'merged', sender, body: { text: '', items: [] } };
  const pins = [{ message } as unknown as PinnedMessage];
  const wrapper = mount(PinBar, { props: { pins, mayUnpin: false }, global: withTexts() });
  expect(wrapper.get('.said').text()).toBe('[Chat history]');
});

it('a merged message is announced by what it is', async () => {
  vi.useFakeTimers();
  const rows = shallowRef<Row[]>([]);
  const announcer = defineComponent({
    setup: () =>
      (
        (news) => () =>
          h('p', news.value)
      )(useAnnouncer(rows)),
  });
  const wrapper = mount(announcer, { global: withTexts() });
  const bubble = { key: 'k', seq: 1, own: false, senderId: 'bob', senderName: 'Bob', text: null, merged: [] };
  rows.value = [{ type: 'message', key: 'k', bubble: bubble as unknown as Bubble }];
  await vi.advanceTimersByTimeAsync(1_100);
  vi.useRealTimers();
  await flushPromises();
  expect(wrapper.text()).toBe('Bob: [Chat history]');
});
