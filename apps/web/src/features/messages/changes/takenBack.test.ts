import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { forgetWords, keepWords, wordsOf } from './takenBack';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('keeps words for some minutes and no longer', () => {
  keepWords('m', 'hello');
  expect(wordsOf('m')).toBe('hello');
  vi.advanceTimersByTime(4 * 60_000);
  expect(wordsOf('m')).toBe('hello');
  vi.advanceTimersByTime(2 * 60_000);
  expect(wordsOf('m')).toBeUndefined();
});

it('forgets what was used, and knows nothing of what is not sent', () => {
  keepWords('m', 'hello');
  forgetWords('m');
  expect(wordsOf('m')).toBeUndefined();
  expect(wordsOf(null)).toBeUndefined();
});
