import { expect, it } from 'vitest';
import { seed } from '../../../test/seed';
import { groupContacts, initialOf } from './model';

it('sorts names under their Latin or pinyin initial', () => {
  expect(['Ada', 'élodie', '陈一舟', '周美琪', '安', '9 lives', '佐藤', 'Ω'].map(initialOf)).toEqual([
    'A',
    'E',
    'C',
    'Z',
    'A',
    '#',
    'Z',
    '#',
  ]);
});

it('filters by name or user name and drops empty groups', () => {
  const { contacts } = seed();
  expect(groupContacts(contacts, '').map((group) => group.letter)).toEqual(['A', 'D', 'J', 'L', 'Z']);
  const found = groupContacts(contacts, 'MEIQI');
  expect(found).toHaveLength(1);
  expect(found[0]?.contacts[0]?.user.name).toBe('周美琪');
});
