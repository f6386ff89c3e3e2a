import { beforeEach, expect, it } from 'vitest';
import { find, nameOf, recent, sections, used } from './model';

beforeEach(() => localStorage.clear());

it('has each emoji once, with a name in both languages', () => {
  const all = sections.flatMap((section) => section.items);
  expect(all.length).toBeGreaterThan(380);
  expect(new Set(all.map((emoji) => emoji.char)).size).toBe(all.length);
  for (const emoji of all) {
    expect(emoji.char, nameOf(emoji, 'en')).toMatch(/\p{Emoji}/u);
    expect(emoji.char).not.toMatch(/[\p{L}\s,=]/u);
    expect(nameOf(emoji, 'zh-CN')).toMatch(/\p{Script=Han}/u);
    expect(nameOf(emoji, 'en')).toMatch(/^[a-z]/);
  }
});

it('finds by words of either language, the closest first', () => {
  expect(find('red heart')[0]?.char).toBe('❤️');
  expect(find('火锅')[0]?.char).toBe('🍲');
  expect(find('Thumbs')[0]?.char).toBe('👍');
  expect(find('xyzzy')).toEqual([]);
});

it('keeps what was used last in front, each once', () => {
  const [cake] = find('birthday cake');
  const [beer] = find('beer');
  used(cake!);
  used(beer!);
  used(cake!);
  expect(recent().map((emoji) => emoji.char)).toEqual([cake!.char, beer!.char]);
  localStorage.setItem('kamachat.emoji', '{"not":"a list"}');
  expect(recent()).toEqual([]);
});
