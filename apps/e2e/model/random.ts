/** SplitMix32: the same numbers for the same seed, everywhere. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  next(): number {
    this.#state = (this.#state + 0x9e3779b9) >>> 0;
    let z = this.#state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  }

  /** Less than `bound`. */
  below(bound: number): number {
    return this.next() % Math.max(bound, 1);
  }

  /** So many times of a hundred. */
  percent(chance: number): boolean {
    return this.below(100) < chance;
  }

  pick<T>(among: readonly T[]): T | undefined {
    return among[this.below(among.length)];
  }

  /** Another one, which goes its own way. */
  branch(): Random {
    return new Random(this.next());
  }
}
