import type { Api } from '../api';
import type { Store } from '../store/store';
import type { Chat } from './chat';
import type { Chats } from './chats';
import { PAGE } from './gaps';
import { lowest, until } from './pages';

/** Fewer rows than this do not fill a window. */
const ENOUGH = 30;

/** Brings older messages into a conversation: the cache first, then the server. */
export class Timeline {
  readonly #chats: Chats;
  readonly #api: Api;
  readonly #store: Store;
  readonly #running = new Map<Chat, Promise<void>>();

  constructor(chats: Chats, api: Api, store: Store) {
    this.#chats = chats;
    this.#api = api;
    this.#store = store;
  }

  /** Rows at once, as far as this device has them; a window that is too short is filled behind it. */
  async open(chat: Chat): Promise<void> {
    if (chat.watchers === 0) chat.openedReadSeq = chat.conversation.read_seq;
    chat.watchers += 1;
    if (chat.log.messages.length < ENOUGH) await this.#fromCache(chat);
    if (!this.#short(chat)) return;
    // Said before the first row is shown, so that a view does not take a short window for a short chat.
    chat.loading = true;
    void this.fill(chat).catch(() => {});
  }

  close(chat: Chat): void {
    chat.watchers = Math.max(0, chat.watchers - 1);
    if (chat.watchers > 0) return;
    chat.far = null;
    chat.log.trim(2 * PAGE);
  }

  async fill(chat: Chat): Promise<void> {
    if (this.#short(chat)) await this.older(chat);
  }

  #short(chat: Chat): boolean {
    return chat.log.messages.length < ENOUGH && chat.hasOlder;
  }

  /** One page more. A failed call leaves everything as it is; `hasOlder` stays true. */
  older(chat: Chat): Promise<void> {
    const running = this.#running.get(chat);
    if (running !== undefined) return running;
    const work = this.#older(chat).finally(() => this.#running.delete(chat));
    this.#running.set(chat, work);
    return work;
  }

  async #older(chat: Chat): Promise<void> {
    if (!chat.hasOlder) return;
    this.#loading(chat, true);
    try {
      await until(async (limit) => {
        const { low, messages } = chat.log;
        if (!(await this.#fromCache(chat))) await this.#fromServer(chat, limit);
        const stands = chat.log.low >= low;
        return stands || !chat.hasOlder || chat.log.messages[0]?.seq !== messages[0]?.seq;
      });
    } finally {
      this.#loading(chat, false);
    }
  }

  /** True when the cache had a page. */
  async #fromCache(chat: Chat): Promise<boolean> {
    const to = chat.log.low - 1;
    const from = Math.max(chat.storedLow, to - PAGE + 1);
    if (from > to) return false;
    const page = await this.#store.range(chat.id, from, to).catch(() => []);
    // The log may have moved while the cache was read, or the browser threw the rows away.
    if (chat.log.low !== to + 1 || page.length === 0) return false;
    this.#chats.prepend(chat, from, page, false);
    return true;
  }

  async #fromServer(chat: Chat, limit: number): Promise<void> {
    const before = chat.log.low;
    const page = await this.#api.messages(chat.id, { before, limit });
    if (chat.log.low !== before) return;
    if (page.next_cursor === null) chat.beginning = true;
    this.#chats.prepend(chat, lowest(chat, page.next_cursor), page.items, true);
  }

  #loading(chat: Chat, loading: boolean): void {
    chat.loading = loading;
    this.#chats.touch(chat);
  }
}
