import { describe, expect, it } from 'vitest';
import { reconnectDelay } from '../src/socket/backoff';

describe('pauses between tries to connect', () => {
  it('stay short while a server restarts', () => {
    for (const drawn of [0.3, 0.6, 1]) {
      let away = 0;
      for (let attempt = 0; away < 4_000; attempt += 1) {
        const pause = reconnectDelay(attempt, () => drawn);
        expect(pause, `after ${away} ms`).toBeLessThan(2_600);
        away += pause;
      }
    }
  });

  it('grow to half a minute, and no further', () => {
    const longest = Array.from({ length: 40 }, (_, attempt) => reconnectDelay(attempt, () => 1));
    expect(longest).toEqual(longest.toSorted((a, b) => a - b));
    expect(longest.at(-1)).toBe(30_000);
  });
});
