import type { Contact, ConversationView, FoundPeople } from '@kamachat/client';
import { expect, it } from 'vitest';
import { chatsOf, everything, filterOf, marked, narrowed, peopleOf, startOf } from './model';

const pieces = (text: string, ...ranges: [number, number][]) =>
  marked(
    text,
    ranges.map(([start, end]) => ({ start, end })),
  ).map(({ text: part, hit }) => (hit ? `[${part}]` : part));

it('marks hits as they are counted in strings, and nothing where the numbers make no sense', () => {
  expect(pieces('一起吃午饭吧', [3, 5])).toEqual(['一起吃', '[午饭]', '吧']);
  expect(pieces('😀午饭', [2, 4])).toEqual(['😀', '[午饭]']);
  expect(pieces('abab', [0, 1], [2, 3])).toEqual(['[a]', 'b', '[a]', 'b']);
  expect(pieces('<b>x</b>', [3, 4])).toEqual(['<b>', '[x]', '</b>']);
  expect(pieces('abc', [2, 9], [1, 1], [2, 3])).toEqual(['ab', '[c]']);
  expect(pieces('')).toEqual([]);
});

it('takes whole days as they are here, the last one too', () => {
  expect(startOf('2026-11-21')).toEqual(new Date(2026, 10, 21));
  expect(startOf('')).toBeUndefined();
  const days = { ...everything(), from: '2026-11-20', to: '2026-11-21' };
  expect(filterOf(days)).toMatchObject({ from: new Date(2026, 10, 20), to: new Date(2026, 10, 22) });
  expect(filterOf({ ...days, chat: { id: 'a', name: 'A' } }).conversationId).toBe('a');
  expect(filterOf(days, 'here').conversationId).toBe('here');
  expect([narrowed(everything()), narrowed(days)]).toEqual([0, 2]);
});

const contact = (id: string, name: string, sound: string, initials: string, remark: string | null = null) =>
  ({ user: { id, name, username: id }, remark, sound, initials, conversation_id: `c-${id}` }) as Contact;
const contacts = [contact('u1', '张三', 'zhang san', 'zs'), contact('u2', 'Zsofia', 'zsofia', 'z')];
const other = {
  user: { id: 'u9', name: 'Wang', username: 'wang' },
  remark: null,
  alias: 'Boss',
  alias_in: 'g',
  conversation_id: null,
};

it('finds people on this device by sound and initials, and adds whom the server knows', () => {
  const found = { contacts: [], others: [other], groups: [] } as unknown as FoundPeople;
  expect(peopleOf(contacts, 'zs', null).map(({ name }) => name)).toEqual(['张三', 'Zsofia']);
  expect(peopleOf(contacts, '张', null).map(({ id }) => id)).toEqual(['u1']);
  expect(peopleOf(contacts, 'boss', found)).toEqual([
    { id: 'u9', name: 'Wang', detail: 'Boss', avatar: null, conversationId: null },
  ]);
});

it('names a chat once: with its person, or among the chats', () => {
  const items = [
    { id: 'c-u1', peer: { id: 'u1', name: '张三', username: 'u1' }, group: null },
    { id: 'g', peer: null, group: { name: '张家茶馆' } },
  ] as unknown as ConversationView[];
  const title = (item: ConversationView) => item.group?.name ?? item.peer?.name ?? '';
  const ids = (query: string, found: FoundPeople | null = null) =>
    chatsOf(items, query, peopleOf(contacts, query, null), found, title).map(({ id }) => id);
  expect(ids('张')).toEqual(['g']);
  expect(ids('zjcg')).toEqual([]);
  expect(ids('zjcg', { contacts: [], others: [], groups: [{ id: 'g' }] } as unknown as FoundPeople)).toEqual([
    'g',
  ]);
});
