import { expect, it } from 'vitest';
import { ago } from './ago';

const now = new Date('2026-11-21T12:00:00Z');
const before = (minutes: number) => new Date(now.getTime() - minutes * 60_000);

it('says how long ago in minutes, hours, and then by the date', () => {
  expect(ago(before(0.9), now, 'en')).toBe(null);
  expect(ago(before(-5), now, 'en')).toBe(null);
  expect(ago(before(5), now, 'en')).toBe('5 minutes ago');
  expect(ago(before(5), now, 'zh-CN')).toBe('5分钟前');
  expect(ago(before(119), now, 'en')).toBe('1 hour ago');
  expect(ago(before(25 * 60), now, 'en')).toContain('2026');
});
