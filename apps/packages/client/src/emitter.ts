import type { Events } from './types';

type Topic = keyof Events;
type Callback = (value: never) => void;

/**
 * Topics with coalesced delivery: many changes inside one task make one call per topic and key,
 * with the snapshot built at that moment.
 */
export class Emitter {
  readonly #callbacks = new Map<Topic, Set<Callback>>();
  readonly #pending = new Map<string, () => void>();
  #scheduled = false;

  on<K extends Topic>(topic: K, callback: (value: Events[K]) => void): () => void {
    const set = this.#callbacks.get(topic) ?? new Set();
    this.#callbacks.set(topic, set);
    // A wrapper, so that the same function may subscribe twice and leave once.
    const entry: Callback = (value: never) => callback(value);
    set.add(entry);
    return () => set.delete(entry);
  }

  /** Says that `topic` changed; `snapshot` runs once, at the end of the task. */
  changed<K extends Topic>(topic: K, snapshot: () => Events[K] | undefined, key = ''): void {
    this.#pending.set(`${topic}\n${key}`, () => {
      const value = snapshot();
      if (value !== undefined) this.#deliver(topic, value);
    });
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => this.#flush());
  }

  #flush(): void {
    this.#scheduled = false;
    const run = [...this.#pending.values()];
    this.#pending.clear();
    for (const deliver of run) deliver();
  }

  #deliver<K extends Topic>(topic: K, value: Events[K]): void {
    for (const callback of this.#callbacks.get(topic) ?? []) {
      try {
        (callback as (value: Events[K]) => void)(value);
      } catch (error) {
        // One broken view must not stop the others, nor the engine. It is still reported.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
