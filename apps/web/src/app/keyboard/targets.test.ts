import type { Contact, ConversationView } from '@kamachat/client';
import { expect, it } from 'vitest';
import { targets } from './targets';

const chat = (id: string, name: string, unread = 0) =>
  ({
    id,
    unread,
    group: null,
    peer: { id: `u-${id}`, name, username: name.toLowerCase() },
  }) as ConversationView;
const contact = (id: string, name: string, remark = '') =>
  ({ user: { id, name, username: name.toLowerCase() }, remark }) as Contact;
const titleOf = (item: ConversationView) => item.peer?.name ?? '';
const chats = [chat('1', 'Mary'), chat('2', '陈昊', 3), chat('3', 'Tomas Mary')];
const people = [contact('u-1', 'Mary'), contact('9', 'Zoe', '小周')];
const names = (query: string) => targets(chats, people, query, titleOf).map((target) => target.name);

it('offers chats in their order, then contacts without a chat', () => {
  expect(names('')).toEqual(['Mary', '陈昊', 'Tomas Mary', '小周']);
});

it('finds by any word, by remark and by user name, and the closest comes first', () => {
  expect(names('mary')).toEqual(['Mary', 'Tomas Mary']);
  expect(names('mary tom')).toEqual(['Tomas Mary']);
  expect(names('周')).toEqual(['小周']);
  expect(names('zoe')).toEqual(['小周']);
  expect(names('nobody')).toEqual([]);
});
