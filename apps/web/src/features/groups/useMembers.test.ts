import { flushPromises, mount } from '@vue/test-utils';
import { expect, it, vi } from 'vitest';
import { defineComponent, ref } from 'vue';
import { FakeClient } from '../../../test/fakeClient';
import { makeMember } from '../../../test/fakeGroups';
import { withTexts } from '../../../test/withTexts';
import { useMembers } from './panel/useMembers';

function open(count: number) {
  const client = new FakeClient();
  client.groups.list = Array.from({ length: count }, (_, i) => makeMember(`m${i}`));
  const query = ref('');
  let held!: ReturnType<typeof useMembers>;
  mount(
    defineComponent({
      setup() {
        held = useMembers('g', query, ref(0));
        return () => null;
      },
    }),
    { global: withTexts(client) },
  );
  return { client, query, held };
}

it('brings five thousand members a page at a time, as far as somebody scrolls', async () => {
  const { client, held } = open(5000);
  await flushPromises();
  expect(held.members.value).toHaveLength(200);
  for (let i = 0; i < 30; i += 1) await held.more();
  expect(held.members.value).toHaveLength(5000);
  expect(client.groups.calls).toHaveLength(25);
});

it('asks the server for a name, once the typing has stopped', async () => {
  vi.useFakeTimers();
  const { client, query, held } = open(500);
  await flushPromises();
  query.value = 'm49';
  await vi.advanceTimersByTimeAsync(100);
  query.value = 'm499';
  await vi.advanceTimersByTimeAsync(300);
  expect(held.members.value.map((member) => member.user.id)).toEqual(['m499']);
  expect(client.groups.calls).toEqual(['members  0', 'members m499 0']);
  vi.useRealTimers();
});
