import { flushPromises, mount } from '@vue/test-utils';
import { expect, it, vi } from 'vitest';
import { makeMember } from '../../../../test/fakeGroups';
import { withTexts } from '../../../../test/withTexts';
import Composer from './Composer.vue';
import { mentionable, type MentionSource } from './useMentions';

const person = (id: string, name: string) => ({ id, name, avatar: null });
const members = [
  person('1', 'Bob'),
  person('2', 'Bob Larsen'),
  person('3', '小满'),
  person('4', 'Ann'),
  person('5', 'Ann'),
];
const people: MentionSource = {
  everyone: 'everyone',
  find: async (word) => members.filter(({ name }) => name.includes(word)),
};

async function open(draft: string) {
  const wrapper = mount(Composer, { props: { name: 'Kites', draft, people }, global: withTexts() });
  await flushPromises();
  const box = wrapper.get('textarea');
  /** Writes `word` behind the text and takes the row of the list that has this place. */
  const pick = async (word: string, row = 0) => {
    vi.useFakeTimers();
    await box.setValue(`${box.element.value}@${word}`);
    await vi.advanceTimersByTimeAsync(200);
    vi.useRealTimers();
    await flushPromises();
    for (let at = 0; at < row; at += 1) await box.trigger('keydown', { key: 'ArrowDown' });
    await box.trigger('keydown', { key: 'Enter' });
    await new Promise(requestAnimationFrame);
  };
  const send = async () => {
    await box.trigger('keydown', { key: 'Enter' });
    const [text, mentions] = (wrapper.emitted('send')?.at(-1) ?? []) as [string, never?];
    const { users, all } = mentions ?? { users: [], all: false };
    return { text, ids: users.map(({ id }: { id: string }) => id), all };
  };
  return { wrapper, box, pick, send };
}

it('a member with another name in the group is mentioned by that one', () => {
  const { user } = makeMember('bob');
  expect(mentionable(makeMember('bob', { alias: 'Captain' }))).toMatchObject({
    name: 'Captain',
    hint: 'bob',
  });
  expect(mentionable(makeMember('bob')).name).toBe(user.name);
});

it('a draft mentions whom it names when it is sent after all', async () => {
  const { send } = await open('@Bob Larsen and @小满 , see @everyone');
  expect(await send()).toMatchObject({ ids: ['2', '3'], all: true });
});

it('a draft that comes from another device does too, and what was typed alone mentions nobody', async () => {
  const { wrapper, box, send } = await open('');
  await wrapper.setProps({ draft: '@Bob hi' });
  await flushPromises();
  expect((await send()).ids).toEqual(['1']);
  await box.setValue('@Bob again');
  expect((await send()).ids).toEqual([]);
});

it('of two with one name the one is mentioned who was chosen', async () => {
  const { pick, send } = await open('');
  await pick('Ann', 1);
  await pick('Ann', 0);
  expect((await send()).ids.sort()).toEqual(['4', '5']);
  await pick('Ann', 0);
  expect((await send()).ids).toEqual(['4']);
});
