import { expect, it } from 'vitest';
import { hueOf, initialsOf } from './avatar';

it('gives an id the same hue each time, within the eight of the palette', () => {
  const hues = ['a', 'b', '0192f3d0-7c00-7000-8000-000000000001'].map(hueOf);
  expect(hues).toEqual(['a', 'b', '0192f3d0-7c00-7000-8000-000000000001'].map(hueOf));
  expect(hues.every((hue) => hue >= 1 && hue <= 8)).toBe(true);
});

it('shortens a Chinese name to its last two characters, one when small', () => {
  expect(initialsOf('何浩然')).toBe('浩然');
  expect(initialsOf('何浩然', true)).toBe('然');
});

it('shortens a Latin name to two initials', () => {
  expect(initialsOf('Jonas Weber')).toBe('JW');
  expect(initialsOf('anna maria schmidt')).toBe('AS');
  expect(initialsOf('alice')).toBe('Al');
});

it('never shows nothing', () => {
  expect(initialsOf('  ')).toBe('?');
});
