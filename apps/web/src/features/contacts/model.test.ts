import { expect, it } from 'vitest';
import { seed } from '../../../test/seed';
import { groupContacts, linkTo, nameOf, parseTags, STAR, tagsOf } from './model';

const letters = (...args: Parameters<typeof groupContacts>) =>
  groupContacts(...args).map((group) => group.letter);

it('groups by letter with the starred on top and # last', () => {
  const { contacts } = seed();
  expect(letters(contacts, '')).toEqual(['A', 'D', 'J', 'L', 'Z']);
  const [lena, ...others] = contacts;
  const odd = { ...lena!, letter: '#', sound: '007', starred: true };
  expect(letters([odd, ...others], '')).toEqual([STAR, 'A', 'D', 'J', 'L', 'Z', '#']);
  const zhang = groupContacts(contacts, '').find((group) => group.letter === 'Z');
  expect(zhang?.contacts.map((contact) => contact.user.name)).toEqual(['张北辰', '周美琪', '佐藤 翼']);
});

it('finds by name, remark, user name, sound and initials', () => {
  const contacts = seed().contacts.map((each) =>
    each.user.id === 'u-zhou' ? { ...each, remark: '小美 (design)' } : each,
  );
  for (const query of ['MEIQI', '周美', 'design', 'zhou mei', 'zhoumei', 'zmq']) {
    const found = groupContacts(contacts, query).flatMap((group) => group.contacts);
    expect(found.map(nameOf), query).toEqual(['小美 (design)']);
  }
  expect(groupContacts(contacts, 'nobody')).toEqual([]);
});

it('knows the tags in use and shows who has one', () => {
  const [one, two, ...rest] = seed().contacts;
  const contacts = [{ ...one!, tags: ['work', '家人'] }, { ...two!, tags: ['work'] }, ...rest];
  expect(tagsOf(contacts)).toHaveLength(2);
  expect(groupContacts(contacts, '', '家人').flatMap((group) => group.contacts)).toHaveLength(1);
  expect(parseTags(' work，家人、, work ')).toEqual(['work', '家人']);
});

it('makes the link of a card', () => {
  expect(linkTo('https://chat.example', { username: 'mei.li' })).toBe('https://chat.example/u/mei.li');
});
