import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isBigEmoji, isLong, piecesOf, withMentions } from './text';

/** `scripts/proof fuzz` gives it time; otherwise it is a test of some hundred texts. */
const SECONDS = Number(process.env['KAMA_FUZZ_SECONDS'] ?? 0);
const SEED = Number(process.env['KAMA_FUZZ_SEED'] ?? 1);
const CORPUS = join(import.meta.dirname, '../../../../../../crates/fuzz/corpus');
const NAMES = new Map<string, 'me' | 'other'>([
  ['阿梅', 'me'],
  ['a.*(b', 'other'],
  ['a', 'other'],
  ['😀', 'other'],
]);
const FRAGMENTS =
  `https:// http:// HTTPS:// mailto: javascript: a.b /x ? # % %00 @ @阿梅 @a.*(b @😀 [ ] ( ) < > " ' & .
  , ; : ! … 。 ） 好 ｈ \u202e \u200d \ufeff \u0301 \ud83d \ude00 😀 👨‍👩‍👧 🇨🇳 1️⃣ xn-- [::1] 127.1 user:pw@ \\ \0 \t \u3000`
    .split(/\s+/u)
    .concat(' ', '\n', '\u0000', '\u2028');

/** The same numbers for the same seed (mulberry32). */
function dice(seed: number): (most: number) => number {
  let state = seed;
  return (most) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % most;
  };
}

function made(roll: (most: number) => number): string {
  let text = '';
  for (let n = roll(24); n >= 0; n--) {
    const fragment = FRAGMENTS[roll(FRAGMENTS.length)] ?? '';
    text += roll(12) === 0 ? fragment.repeat(1 + roll(400)) : fragment;
  }
  return text;
}

function check(text: string): void {
  const pieces = piecesOf(text);
  const all = withMentions(pieces, NAMES);
  for (const cut of [pieces, all]) {
    expect(cut.map((piece) => piece.text).join('')).toBe(text);
    expect(cut.every((piece) => piece.text !== '')).toBe(true);
  }
  for (const { href, text: shown } of all) {
    if (href === undefined) continue;
    expect(href).toBe(shown);
    expect(['http:', 'https:', 'mailto:']).toContain(new URL(href).protocol);
  }
  for (const { mention, text: shown } of all) if (mention) expect(NAMES.get(shown.slice(1))).toBe(mention);
  isBigEmoji(text);
  isLong(text);
}

it(
  'loses nothing and links nothing else, whatever is written',
  () => {
    const roll = dice(SEED);
    const until = Date.now() + SECONDS * 1000;
    let tried = 0;
    do {
      const text = made(roll);
      try {
        check(text);
      } catch (error) {
        throw new Error(`seed ${SEED}, text ${JSON.stringify(text)}`, { cause: error });
      }
      tried++;
    } while (tried < 500 || Date.now() < until);
    if (SECONDS) console.log(`the grammar of texts bore ${tried} of them, seed ${SEED}`);
  },
  60_000 + SECONDS * 2000,
);

it('bears what a fuzzer found for the server', () => {
  for (const target of ['text', 'search']) {
    for (const file of readdirSync(join(CORPUS, target)))
      check(readFileSync(join(CORPUS, target, file), 'utf8'));
  }
});

it('takes no longer for texts that were made to take long', () => {
  for (const hostile of [']', '.)', '.', ')', 'a)', 'https://', 'mailto:a@', '@a', '#\ufe0f\u20e3', '(']) {
    const text = `https://a.b/${hostile.repeat(100_000 / hostile.length)}`;
    const from = performance.now();
    check(text);
    check(`${text}a`);
    // By the square of the length it would be minutes.
    expect(performance.now() - from, hostile).toBeLessThan(8_000);
  }
}, 120_000);
