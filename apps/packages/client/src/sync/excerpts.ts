import type { Api } from '../api';
import type { Message } from '../wire';
import type { Chat } from './chat';
import type { Chats } from './chats';
import { PAGE } from './gaps';
import { MessageLog } from './log';
import type { Timeline } from './timeline';

/** What is this near to what is loaded is reached by reading on: then there is one window, not two. */
const NEAR = 2 * PAGE;

/** Shows a part of a conversation that does not touch its newest messages, until reading on joins them. */
export class Excerpts {
  readonly #chats: Chats;
  readonly #api: Api;
  readonly #timeline: Timeline;
  readonly #running = new Set<Chat>();

  constructor(chats: Chats, api: Api, timeline: Timeline) {
    this.#chats = chats;
    this.#api = api;
    this.#timeline = timeline;
  }

  async goTo(chat: Chat, seq: number): Promise<boolean> {
    const isFar = chat.far !== null && seq < chat.log.low;
    if (!isFar && chat.log.low - seq <= NEAR) await this.#readOn(chat, seq);
    if (seq >= chat.log.low) this.leave(chat);
    else if (chat.far?.at(seq) === undefined) await this.#around(chat, seq);
    return chat.shown.at(seq) !== undefined;
  }

  leave(chat: Chat): void {
    if (chat.far === null) return;
    chat.far = null;
    this.#chats.touch(chat);
  }

  async since(id: string, at: Date): Promise<number | null> {
    const page = await this.#api.messages(id, { since: at.toISOString(), limit: 1 });
    return page.items[0]?.seq ?? null;
  }

  /** Older than what is shown; null when that is not an excerpt. */
  older(chat: Chat): Promise<void> | null {
    const { far } = chat;
    if (far === null) return null;
    return this.#load(chat, async () => {
      const page = await this.#api.messages(chat.id, { before: far.low, limit: PAGE });
      if (chat.far === far) far.prepend(this.#lowest(chat, page.next_cursor), this.#seen(chat, page.items));
    });
  }

  newer(chat: Chat): Promise<void> {
    const { far } = chat;
    if (far === null) return Promise.resolve();
    return this.#load(chat, async () => {
      const page = await this.#api.messages(chat.id, { after: far.have, limit: PAGE });
      if (chat.far !== far) return;
      const to = page.next_cursor === null ? chat.log.low - 1 : Number(page.next_cursor);
      far.append(to, this.#seen(chat, page.items));
      this.#join(chat, far);
    });
  }

  async #readOn(chat: Chat, seq: number): Promise<void> {
    for (let page = 0; page < NEAR / PAGE && seq < chat.log.low && chat.hasOlder; page += 1)
      await this.#timeline.older(chat);
  }

  #around(chat: Chat, seq: number): Promise<void> {
    return this.#load(chat, async () => {
      const page = await this.#api.messages(chat.id, { around: seq, limit: NEAR });
      const last = page.items.at(-1);
      if (last === undefined || chat.watchers === 0) return;
      const far = new MessageLog(
        this.#lowest(chat, page.next_cursor),
        last.seq,
        this.#seen(chat, page.items),
      );
      chat.far = far;
      this.#join(chat, far);
    });
  }

  /** The number from which on a page of older messages has everything. */
  #lowest(chat: Chat, cursor: string | null): number {
    return cursor === null ? Math.max(1, chat.conversation.visible_from) : Number(cursor);
  }

  #seen(chat: Chat, messages: readonly Message[]): Message[] {
    const { hidden } = this.#chats;
    const seen = messages.filter(({ id, seq }) => !hidden.has(id) && seq >= chat.conversation.visible_from);
    return seen.map((message) => chat.revs.newest(message));
  }

  /** Nothing is missing between the two any more: it is one window again. */
  #join(chat: Chat, far: MessageLog): void {
    const { low } = chat.log;
    if (far.have + 1 < low) return;
    chat.far = null;
    this.#chats.prepend(
      chat,
      far.low,
      far.messages.filter((message) => message.seq < low),
      true,
    );
  }

  async #load(chat: Chat, work: () => Promise<void>): Promise<void> {
    if (this.#running.has(chat)) return;
    this.#running.add(chat);
    chat.loading = true;
    this.#chats.touch(chat);
    try {
      await work();
    } finally {
      this.#running.delete(chat);
      chat.loading = false;
      this.#chats.touch(chat);
    }
  }
}
