import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { AGAIN_MS, EXPIRES_MS, Typing } from '../src/sync/typing';
import type { ClientFrame } from '../src/wire';

let frames: ClientFrame[];
let up: boolean;
let changes: number;
let typing: Typing;

beforeEach(() => {
  vi.useFakeTimers();
  [frames, up, changes] = [[], true, 0];
  typing = new Typing({
    now: () => Date.now(),
    send: (frame) => up && frames.push(frame) > 0,
    changed: () => (changes += 1),
  });
});

afterEach(() => {
  typing.lost();
  vi.useRealTimers();
});

const said = () => frames.splice(0).map((frame) => (frame.type === 'typing' ? frame.on : null));

it('forgets who says nothing more, each at his time', () => {
  typing.told('c', 'mei', true);
  vi.advanceTimersByTime(EXPIRES_MS / 2);
  typing.told('c', 'tom', true);
  typing.told('d', 'tom', true);
  expect([...typing.writers]).toEqual([
    ['c', ['mei', 'tom']],
    ['d', ['tom']],
  ]);
  vi.advanceTimersByTime(EXPIRES_MS / 2);
  expect(typing.writers.get('c')).toEqual(['tom']);
  typing.told('c', 'tom', true);
  vi.advanceTimersByTime(EXPIRES_MS / 2);
  expect([...typing.writers]).toEqual([['c', ['tom']]]);
  vi.advanceTimersByTime(EXPIRES_MS);
  expect(typing.writers.size).toBe(0);
});

it('tells of a change and of nothing else', () => {
  typing.told('c', 'mei', true);
  typing.told('c', 'mei', true);
  typing.stopped('c', 'tom');
  expect(changes).toBe(1);
  typing.told('c', 'mei', false);
  typing.told('c', 'mei', false);
  expect([changes, typing.writers.size]).toEqual([2, 0]);
  typing.told('c', 'mei', true);
  typing.lost();
  expect([changes, typing.writers.size]).toEqual([4, 0]);
});

it('says it now and then, and once that it ended', () => {
  typing.here('c', false);
  for (let key = 0; key < 40; key += 1) {
    typing.here('c', true);
    vi.advanceTimersByTime(AGAIN_MS / 10);
  }
  expect(said()).toEqual([true, true, true, true]);
  typing.here('c', false);
  typing.here('c', false);
  expect(said()).toEqual([false]);
  typing.here('c', true);
  typing.sent('c');
  typing.here('c', false);
  expect(said()).toEqual([true]);
});

it('says it again when the line was down', () => {
  up = false;
  typing.here('c', true);
  up = true;
  typing.here('c', true);
  expect(said()).toEqual([true]);
});
