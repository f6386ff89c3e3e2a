import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Platform } from '../src/options';
import { IDLE_MS, PresenceWatch } from '../src/sync/presence';
import type { ClientFrame } from '../src/wire';

const window = new EventTarget();
let frames: ClientFrame[];
let people: string[];
let up: boolean;
let changes: number;
let watch: PresenceWatch;

beforeEach(() => {
  vi.useFakeTimers();
  [frames, people, up, changes] = [[], ['b', 'a', 'b'], true, 0];
  const platform = { now: () => Date.now(), window, document: null } as unknown as Platform;
  watch = new PresenceWatch(platform, {
    send: (frame) => up && frames.push(frame) > 0,
    people: () => people,
    changed: () => (changes += 1),
    touched: () => {},
  });
  watch.start();
});

afterEach(() => {
  watch.stop();
  vi.useRealTimers();
});

const taken = () => frames.splice(0);

it('names its people once for each line, and again when they are others', () => {
  watch.connected();
  expect(taken()).toEqual([{ type: 'watch', user_ids: ['a', 'b'] }]);
  watch.peopleChanged();
  vi.advanceTimersByTime(1_000);
  expect(taken()).toEqual([]);
  people = [...people, 'c'];
  watch.peopleChanged();
  watch.peopleChanged();
  vi.advanceTimersByTime(1_000);
  expect(taken()).toEqual([{ type: 'watch', user_ids: ['a', 'b', 'c'] }]);
  people = Array.from({ length: 300 }, (_, n) => `p${n}`);
  watch.connected();
  expect(taken()).toMatchObject([{ user_ids: { length: 200 } }]);
});

it('knows nothing without a line', () => {
  watch.told({ user_id: 'a', state: 'online', last_seen_at: null });
  expect(watch.known.get('a')?.state).toBe('online');
  watch.lost();
  expect([watch.known.size, changes]).toEqual([0, 2]);
});

it('is away when nobody touches it for a while, and says so to a new line', () => {
  vi.advanceTimersByTime(IDLE_MS - 1_000);
  window.dispatchEvent(new Event('keydown'));
  vi.advanceTimersByTime(IDLE_MS - 1_000);
  expect(taken()).toEqual([]);
  vi.advanceTimersByTime(2_000);
  expect(taken()).toEqual([{ type: 'presence', state: 'away' }]);
  watch.connected();
  expect(taken()[0]).toEqual({ type: 'presence', state: 'away' });
  window.dispatchEvent(new Event('pointermove'));
  window.dispatchEvent(new Event('pointermove'));
  expect(taken()).toEqual([{ type: 'presence', state: 'online' }]);
  vi.advanceTimersByTime(IDLE_MS + 1_000);
  expect(taken()).toEqual([{ type: 'presence', state: 'away' }]);
});
