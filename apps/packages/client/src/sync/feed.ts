import type { Store } from '../store/store';
import type { ClientFrame, ServerFrame } from '../wire';

type EventsFrame = Extract<ServerFrame, { type: 'account_events' }>;
export type FeedEvent = EventsFrame['items'][number];

/** Marks answers to our own question, as against events that happen now. */
const REF = 'feed';

export interface FeedHooks {
  send(frame: ClientFrame): boolean;
  /** Loads what these events changed. Rejects when that did not work. */
  apply(events: readonly FeedEvent[]): Promise<void>;
  /** Loads everything: nothing is known. */
  everything(): Promise<void>;
  /** Loads everything in place of what is known: events were missed that nobody has any more. */
  again(): Promise<void>;
}

/** The account feed: dense numbers, like the messages of a conversation. */
export class Feed {
  readonly #store: Store;
  readonly #hooks: FeedHooks;
  /** Null: this device never loaded the account. */
  #have: number | null = null;
  #known = 0;

  constructor(store: Store, hooks: FeedHooks) {
    this.#store = store;
    this.#hooks = hooks;
  }

  /** Newest number that the server spoke of. */
  get known(): number {
    return this.#known;
  }

  async hydrate(): Promise<void> {
    this.#have = (await this.#store.meta('useq')) ?? null;
  }

  /** What the server has, said after each connect. */
  async head(useq: number): Promise<void> {
    this.#known = useq;
    // A server that has less than the device was restored from an older copy.
    if (this.#have === null || useq < this.#have) await this.#everything();
    else if (useq > this.#have) this.#ask(this.#have);
  }

  async reset(): Promise<void> {
    await this.#everything();
  }

  async events(frame: EventsFrame): Promise<void> {
    this.#known = Math.max(this.#known, frame.last_useq);
    const have = this.#have;
    // The first head loads everything, and this with it.
    if (have === null) return;
    const fresh = frame.items.filter((event) => event.useq > have).sort((a, b) => a.useq - b.useq);
    const first = fresh[0];
    const last = fresh[fresh.length - 1];
    if (first === undefined || last === undefined) return;
    if (first.useq > have + 1 && frame.ref !== REF) {
      this.#ask(have);
      return;
    }
    // Moved before the loads, so that the same event in a second frame is not taken twice.
    this.#have = last.useq;
    try {
      await this.#hooks.apply(fresh);
    } catch {
      this.#have = have;
      return;
    }
    this.#keep();
    if (last.useq < frame.last_useq) this.#ask(last.useq);
  }

  async #everything(): Promise<void> {
    const upTo = this.#known;
    await (this.#have === null ? this.#hooks.everything() : this.#hooks.again());
    this.#have = upTo;
    this.#keep();
    // What happened meanwhile may have come after its own part was loaded.
    if (this.#known > upTo) this.#ask(upTo);
  }

  #ask(since: number): void {
    this.#hooks.send({ type: 'account', ref: REF, since });
  }

  #keep(): void {
    if (this.#have !== null) void this.#store.putMeta('useq', this.#have).catch(() => {});
  }
}
