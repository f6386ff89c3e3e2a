import { expect, it } from 'vitest';
import { seed } from '../../../test/seed';
import { matches, previewOf, saidBy } from './model';

const items = seed().conversations;
const named = (id: string) => {
  const found = items.find((item) => item.id === id);
  if (!found) throw new Error(id);
  return found;
};

it('prefers a failed message over a draft over the last message', () => {
  const failed = named('c-lin');
  expect(previewOf({ ...failed, draft: 'x' }, 'u-me').kind).toBe('failed');
  expect(previewOf(named('c-jonas'), 'u-me').kind).toBe('draft');
  expect(previewOf(named('c-zhang'), 'u-me')).toEqual({ kind: 'message', text: '晚到十分钟' });
});

it('marks own messages with what became of them', () => {
  expect(previewOf(named('c-lena'), 'u-me').mark).toBe('sending');
  expect(previewOf(named('c-ada'), 'u-me').mark).toBe('read');
  expect(previewOf(named('c-sato'), 'u-me').mark).toBe('sent');
});

it('finds a chat by every word in name, user name or last message', () => {
  expect(matches(named('c-jonas'), 'weber EXPORT')).toBe(true);
  expect(matches(named('c-zhang'), '北辰')).toBe(true);
  expect(matches(named('c-zhang'), '北辰 export')).toBe(false);
});

it('says of a card and of merged messages what they are, also where their text is not told', () => {
  expect(saidBy({ kind: 'merged', text: '' }).kind).toBe('merged');
  expect(saidBy({ kind: 'card', text: '' }).card).toBe('');
  expect(saidBy({ kind: 'card', text: '', card: { name: 'Ada' } }).card).toBe('Ada');
  expect(saidBy({ kind: 'text', text: 'hello' }).text).toBe('hello');
  expect(saidBy({ kind: 'poll', text: '' }).text).toBeNull();
});
