import type { Message } from '@kamachat/client';
import { mount } from '@vue/test-utils';
import { expect, it } from 'vitest';
import { defineComponent, h } from 'vue';
import { seed } from '../../../test/seed';
import { withTexts } from '../../../test/withTexts';
import { useEventWords } from './eventWords';

const me = seed().account.id;
const person = (id: string, name = id) => ({ id, name, avatar: null, deleted: false });

function said(body: Partial<Message['body']>, sender = person('a', 'Ann')): string {
  const message = { sender, body: { text: '', subjects: [], ...body } } as unknown as Message;
  const speaker = defineComponent({
    setup() {
      const words = useEventWords();
      return () => h('p', words.sentence(message));
    },
  });
  return mount(speaker, { global: withTexts() }).text();
}

it('names few people, and of many the first and how many others', () => {
  const some = [person('b', 'Bob'), person('c', 'Cai')];
  expect(said({ event: 'added', subjects: some, count: 2 })).toBe('Ann added Bob and Cai');
  expect(said({ event: 'added', subjects: some, count: 4 })).toBe('Ann added Bob and 3 others');
});

it('speaks to the reader', () => {
  expect(said({ event: 'removed', subjects: [person('b', 'Bob')], count: 1 }, person(me))).toBe(
    'You removed Bob',
  );
  expect(said({ event: 'role_changed', value: 'admin', subjects: [person(me)], count: 1 })).toBe(
    'Ann made you admin',
  );
});

it('tells a new notice from one that was taken away, and shortens a long one', () => {
  expect(said({ event: 'notice_changed', value: 'Meet\nat noon' })).toBe(
    'Ann changed the notice: Meet at noon',
  );
  expect(said({ event: 'notice_changed' })).toBe('Ann took the notice away');
  expect(said({ event: 'notice_changed', value: 'x'.repeat(300) })).toHaveLength(
    'Ann changed the notice: '.length + 81,
  );
});

it('does not invent words for what a newer server tells', () => {
  expect(said({ event: 'teleported' as never })).toBe('This version can’t show this kind of message.');
});
