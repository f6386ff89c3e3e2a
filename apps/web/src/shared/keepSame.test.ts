import { expect, it } from 'vitest';
import { keepSame, sameFields } from './keepSame';

const day = 86_400_000;

it('has the same fields when each is the same, and dates by their time', () => {
  const inner = {};
  expect(sameFields({ a: 1, at: new Date(day), inner }, { a: 1, at: new Date(day), inner })).toBe(true);
  expect(sameFields({ at: new Date(day) }, { at: new Date(2 * day) })).toBe(false);
  expect(sameFields({ inner }, { inner: {} })).toBe(false);
  expect(sameFields<{ a?: number; b?: number }>({ a: 1 }, { a: 1, b: 2 })).toBe(false);
  expect(sameFields<{ a?: number; b?: number }>({ a: undefined }, { b: undefined })).toBe(true);
});

it('keeps the objects that say the same, wherever they stand now', () => {
  const before = [
    { id: 'a', n: 1 },
    { id: 'b', n: 1 },
  ];
  const made = keepSame(
    [
      { id: 'new', n: 1 },
      { id: 'b', n: 1 },
      { id: 'a', n: 2 },
    ],
    before,
    ({ id }) => id,
  );
  expect(made).toEqual([
    { id: 'new', n: 1 },
    { id: 'b', n: 1 },
    { id: 'a', n: 2 },
  ]);
  expect(made[1]).toBe(before[1]);
  expect(made[2]).not.toBe(before[0]);
});
