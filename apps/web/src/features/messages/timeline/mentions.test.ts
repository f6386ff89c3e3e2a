import { expect, it } from 'vitest';
import { piecesOf, withMentions } from './text';

const names = new Map<string, 'me' | 'other'>([
  ['Ann', 'other'],
  ['Ann Okafor', 'me'],
  ['a.*b', 'other'],
]);
const cut = (text: string) => withMentions(piecesOf(text), names).filter((piece) => piece.mention);

it('marks those who are mentioned, the longest name first', () => {
  expect(cut('@Ann Okafor and @Ann, hi')).toEqual([
    { text: '@Ann Okafor', mention: 'me' },
    { text: '@Ann', mention: 'other' },
  ]);
});

it('takes names as text and leaves links and other names alone', () => {
  expect(cut('@a.*b @axxb @Bob')).toEqual([{ text: '@a.*b', mention: 'other' }]);
  expect(cut('https://example.org/@Ann')).toEqual([]);
  expect(
    withMentions(piecesOf('hi @Ann!'), names)
      .map((piece) => piece.text)
      .join(''),
  ).toBe('hi @Ann!');
});
