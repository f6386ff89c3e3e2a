import { quoteOf } from '../sync/refs';
import { isReworded, newer, requoted } from '../sync/revs';
import type { Message, Quote } from '../wire';
import type { Cached, Meta, Store } from './store';

/** Used where the browser gives no IndexedDB (some private windows): works, but forgets with the page. */
export class MemoryStore implements Store {
  readonly #messages = new Map<string, Map<number, Message>>();
  readonly #meta = new Map<keyof Meta, unknown>();

  load = async (): Promise<Cached> => ({ chats: [], outbox: [], drafts: [] });

  meta = async <K extends keyof Meta>(key: K): Promise<Meta[K] | undefined> =>
    this.#meta.get(key) as Meta[K] | undefined;

  putMeta = async <K extends keyof Meta>(key: K, value: Meta[K]): Promise<void> => {
    this.#meta.set(key, value);
  };

  saveChat: Store['saveChat'] = async (record, messages, changed) => {
    const chat = this.#messages.get(record.id) ?? new Map<number, Message>();
    this.#messages.set(record.id, chat);
    for (const message of messages) chat.set(message.seq, message);
    for (const message of changed) {
      const before = chat.get(message.seq);
      const now = before ? newer(before, message) : message;
      if (before) chat.set(now.seq, now);
      if (isReworded(now)) await this.requote(record.id, quoteOf(now));
    }
  };

  dropMessage = async (id: string): Promise<Message | undefined> => {
    for (const chat of this.#messages.values()) {
      const found = [...chat.values()].find((message) => message.id === id);
      if (found && chat.delete(found.seq)) return found;
    }
    return undefined;
  };

  requote = async (id: string, quote: Quote): Promise<void> => {
    const chat = this.#messages.get(id) ?? new Map<number, Message>();
    for (const [key, each] of chat) chat.set(key, requoted(each, quote) ?? each);
  };

  clearChat = async (id: string): Promise<void> => {
    this.#messages.delete(id);
  };

  trim = async (id: string, seq: number): Promise<void> => {
    const chat = this.#messages.get(id);
    for (const key of [...(chat?.keys() ?? [])]) if (key < seq) chat?.delete(key);
  };

  range = async (id: string, from: number, to: number): Promise<Message[]> =>
    [...(this.#messages.get(id)?.values() ?? [])]
      .filter((m) => from <= m.seq && m.seq <= to)
      .sort((a, b) => a.seq - b.seq);

  // Outbox and drafts live in the engine's memory anyway.
  putOutbox = async (): Promise<void> => {};
  removeOutbox = async (): Promise<void> => {};
  putDraft = async (): Promise<void> => {};

  wipe = async (): Promise<void> => {
    this.#messages.clear();
    this.#meta.clear();
  };

  close = (): void => {};
}
