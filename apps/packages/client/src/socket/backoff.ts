/** Full jitter: anywhere between nothing and the cap, so that a thousand clients do not knock at once. */
export function fullJitter(capMs: number, random: () => number): number {
  return Math.round(random() * capMs);
}

const FIRST_MS = 500;
const MAX_MS = 30_000;
/** A restarted server is back within seconds: the first attempts stay close together, and later ones part slowly. */
const QUICK_ATTEMPTS = 4;
const GROWTH = 1.5;

/** Delay before reconnect attempt `attempt` (0 = the first). */
export function reconnectDelay(attempt: number, random: () => number): number {
  const steps = Math.max(0, attempt - QUICK_ATTEMPTS + 1);
  return fullJitter(Math.min(MAX_MS, FIRST_MS * GROWTH ** steps), random);
}

/** Delay before a message is sent again: 1…30 s, half of it jitter. */
export function resendDelay(attempt: number, random: () => number): number {
  const cap = Math.min(MAX_MS, 1_000 * 2 ** attempt);
  return Math.round(cap / 2 + (random() * cap) / 2);
}
