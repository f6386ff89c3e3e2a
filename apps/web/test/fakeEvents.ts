import type { Events } from '@kamachat/client';

type Listener = (value: never) => void;

/** The subscriptions of a client, without a client behind them. */
export class FakeEvents {
  private readonly listeners = new Map<keyof Events, Set<Listener>>();

  on<K extends keyof Events>(topic: K, callback: (value: Events[K]) => void): () => void {
    const set = this.listeners.get(topic) ?? new Set();
    this.listeners.set(topic, set.add(callback as Listener));
    return () => set.delete(callback as Listener);
  }

  emit<K extends keyof Events>(topic: K, value: Events[K]): void {
    for (const listener of this.listeners.get(topic) ?? []) (listener as (v: Events[K]) => void)(value);
  }
}
