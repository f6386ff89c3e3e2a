import type { Store } from '../store/store';
import type { Message } from '../wire';
import type { Chat } from './chat';

const DELAY_MS = 20;
/** The cache keeps about this many messages a conversation; trimmed in steps, not at each message. */
const KEEP = 500;
const SLACK = 100;

interface Work {
  /** Rows that are to be there. */
  messages: Message[];
  /** Other states of rows, where there are rows. */
  changed: Message[];
}

/** Writes conversations to the cache, many changes at once, and says when they lie there. */
export class Writer {
  onStored: (chat: Chat) => void = () => {};

  readonly #store: Store;
  readonly #dirty = new Map<Chat, Work>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(store: Store) {
    this.#store = store;
  }

  add(chat: Chat, messages: readonly Message[] = []): void {
    this.#of(chat).messages.push(...messages);
  }

  /** Messages that may lie there in an older state. */
  change(chat: Chat, changed: readonly Message[]): void {
    this.#of(chat).changed.push(...changed);
  }

  forget(chat: Chat): void {
    this.#dirty.delete(chat);
  }

  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const work = [...this.#dirty];
    this.#dirty.clear();
    // Started in order and not awaited one by one: the database keeps the order of transactions.
    await Promise.all(work.map(([chat, what]) => this.#save(chat, what)));
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#dirty.clear();
  }

  #of(chat: Chat): Work {
    const work = this.#dirty.get(chat) ?? { messages: [], changed: [] };
    this.#dirty.set(chat, work);
    this.#timer ??= setTimeout(() => void this.flush(), DELAY_MS);
    return work;
  }

  async #save(chat: Chat, { messages, changed }: Work): Promise<void> {
    const excess = chat.log.have - chat.storedLow + 1 - KEEP;
    const cut = excess > SLACK ? chat.log.have - KEEP + 1 : 0;
    if (cut > 0) chat.storedLow = cut;
    try {
      await this.#store.saveChat(chat.record(), messages, changed);
      if (cut > 0) await this.#store.trim(chat.id, cut);
    } catch {
      // A full or closed database: the copy is older, the server still has everything.
      return;
    }
    this.onStored(chat);
  }
}
