// @vitest-environment happy-dom
import { mount } from '@vue/test-utils';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { defineComponent, h, nextTick, ref } from 'vue';
import { FakeClient } from '../../../test/fakeClient';
import { withTexts } from '../../../test/withTexts';
import { useMessageSearch } from './useMessageSearch';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const pause = () => vi.advanceTimersByTimeAsync(300);

async function searching() {
  const client = new FakeClient();
  const [id] = client.conversations.map((item) => item.id);
  await client.open(id!);
  const query = ref('');
  let search!: ReturnType<typeof useMessageSearch>;
  const part = defineComponent({
    setup() {
      search = useMessageSearch(
        () => query.value,
        () => ({ conversationId: id }),
      );
      return () => h('i');
    },
  });
  mount(part, { global: withTexts(client) });
  return { client, query, search, id: id! };
}

it('asks once after a pause, answers the newest question, and says when it cannot', async () => {
  const { client, query, search } = await searching();
  expect(search.state.value).toBe('idle');
  query.value = 'a';
  await nextTick();
  query.value = 'e';
  await nextTick();
  expect(search.state.value).toBe('loading');
  await pause();
  expect(client.search.asked.map((each) => each.query)).toEqual(['e']);
  expect(search.state.value).toBe('done');
  client.search.fails = true;
  query.value = 'ee';
  await nextTick();
  await pause();
  expect(search.state.value).toBe('failed');
  expect(search.failure.value).not.toBe('');
  client.search.fails = false;
  await search.retry();
  expect(search.state.value).toBe('done');
  query.value = ' ';
  await nextTick();
  expect([search.state.value, search.items.value.length]).toEqual(['idle', 0]);
});
