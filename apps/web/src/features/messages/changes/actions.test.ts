import { expect, it } from 'vitest';
import type { Bubble } from '../timeline/model';
import { actionOfKey, actionsOf, type Rights } from './actions';

const rights: Rights = { pin: true, recall: () => false, inTime: () => true };
const bubble = (change: Partial<Bubble> = {}) =>
  ({ seq: 1, own: true, senderId: 'me', text: 'hello', reactions: [], ...change }) as Bubble;

it('offers all of it on one’s own text', () => {
  expect(actionsOf(bubble(), rights)).toEqual([
    'reply',
    'react',
    'edit',
    'copy',
    'forward',
    'select',
    'pin',
    'recall',
    'hide',
  ]);
});

it('does not offer to change what others wrote, unless one leads the group', () => {
  const theirs = bubble({ own: false, senderId: 'bob' });
  expect(actionsOf(theirs, rights)).toEqual([
    'reply',
    'react',
    'copy',
    'forward',
    'select',
    'pin',
    'report',
    'hide',
  ]);
  expect(actionsOf(theirs, { ...rights, recall: (id) => id === 'bob' })).toContain('recall');
  expect(actionsOf(theirs, { ...rights, pin: false })).not.toContain('pin');
});

it('does not offer what is too late, but for those who lead', () => {
  const late: Rights = { ...rights, inTime: (change) => change === 'edit' };
  expect(actionsOf(bubble(), late)).toContain('edit');
  expect(actionsOf(bubble(), late)).not.toContain('recall');
  expect(actionsOf(bubble(), { ...late, recall: () => true })).toContain('recall');
  expect(actionsOf(bubble(), { ...rights, inTime: () => false })).not.toContain('edit');
});

it('offers what only some messages have', () => {
  const reactions = [{ emoji: '👍', count: 1, users: ['bob'] }];
  const all = actionsOf(bubble({ edited: true, pinned: true, reactions }), rights);
  expect(all).toEqual(expect.arrayContaining(['unpin', 'earlier', 'who']));
  expect(actionsOf(bubble({ text: null }), rights)).not.toContain('edit');
});

it('leaves little to do with what is gone, and nothing with what is not sent', () => {
  expect(actionsOf(bubble({ text: null, recalled: true }), rights)).toEqual(['hide']);
  expect(actionsOf(bubble({ seq: null }), rights)).toEqual([]);
});

it('has keys', () => {
  expect(['r', 'E', '+', 'Delete', 'x'].map(actionOfKey)).toEqual(['reply', 'edit', 'react', 'recall', null]);
});
