import { expect, it } from 'vitest';
import { Windows } from '../src/sync/windows';

const ready = (server_time: string, edit_window_s: number, recall_window_s: number) => ({
  type: 'ready' as const,
  session_id: 's',
  user_id: 'u',
  heartbeat_s: 25,
  server_time,
  edit_window_s,
  recall_window_s,
});
const noon = Date.parse('2026-03-01T12:00:00Z');

it('leaves the decision to the server until it has said how long', () => {
  const windows = new Windows(() => noon);
  expect(windows.open('edit', new Date(0))).toBe(true);
});

it('counts by the clock of the server, in every tab', () => {
  // This device is an hour behind.
  const windows = new Windows(() => noon - 3_600_000);
  windows.learn(ready('2026-03-01T12:00:00Z', 900, 120));
  const follower = new Windows(() => noon - 3_600_000);
  follower.learn({ ...ready('', 0, 0), ...windows.told() });
  for (const each of [windows, follower]) {
    expect(each.open('recall', new Date(noon - 119_000))).toBe(true);
    expect(each.open('recall', new Date(noon - 120_000))).toBe(false);
    expect(each.open('edit', new Date(noon - 120_000))).toBe(true);
  }
  windows.learn(ready('2026-03-01T12:00:00Z', 0, 0));
  expect(windows.open('edit', new Date(noon))).toBe(false);
});
