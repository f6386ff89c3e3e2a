import { expect, it } from 'vitest';
import { preferredLanguage } from './setup';
import { daysBetween, dayTitle, listTime } from './times';

const now = new Date(2026, 10, 21, 0, 5);
const words = { today: 'Today', yesterday: 'Yesterday' };

it('counts calendar days, not hours', () => {
  expect(daysBetween(new Date(2026, 10, 20, 23, 59), now)).toBe(1);
  expect(daysBetween(new Date(2026, 10, 21, 0, 1), now)).toBe(0);
});

it('writes the time today, then yesterday, the weekday, the date', () => {
  expect(listTime(new Date(2026, 10, 21, 0, 1), now, 'en', words)).toBe('00:01');
  expect(listTime(new Date(2026, 10, 20, 23, 59), now, 'en', words)).toBe('Yesterday');
  expect(listTime(new Date(2026, 10, 19, 9), now, 'en', words)).toBe('Thu');
  expect(listTime(new Date(2026, 10, 9, 9), now, 'en', words)).toBe('9 Nov');
  expect(listTime(new Date(2026, 10, 9, 9), now, 'zh-CN', words)).toBe('11月9日');
  expect(listTime(new Date(2024, 10, 9, 9), now, 'en', words)).toBe('9 Nov 2024');
});

it('names the day in full over the messages', () => {
  expect(dayTitle(now, now, 'en', words)).toBe('Today');
  expect(dayTitle(new Date(2026, 10, 19, 9), now, 'en', words)).toBe('Thursday');
});

it('takes a message from a clock that runs ahead as today', () => {
  expect(dayTitle(new Date(2026, 10, 22, 9), now, 'en', words)).toBe('Today');
});

it('starts in the stored language, else the browser’s, else English', () => {
  expect(preferredLanguage('en', ['zh-TW'])).toBe('en');
  expect(preferredLanguage(null, ['zh-TW', 'en'])).toBe('zh-CN');
  expect(preferredLanguage(null, ['fr', 'en-US', 'zh'])).toBe('en');
  expect(preferredLanguage('xx', ['de'])).toBe('en');
});
