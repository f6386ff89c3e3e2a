import type { Api, MessageRange } from '../api';
import type { Message } from '../wire';
import type { Chat } from './chat';
import type { Chats } from './chats';
import { PAGE } from './gaps';
import { MessageLog } from './log';
import { lowest, until } from './pages';
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

  async message(chat: Chat, seq: number): Promise<Message | null> {
    const loaded = chat.shown.at(seq) ?? chat.log.at(seq);
    if (loaded) return loaded;
    const { items } = await this.#api.messages(chat.id, { after: seq - 1, limit: 1 });
    return this.#seen(chat, items).find((message) => message.seq === seq) ?? null;
  }

  async since(id: string, at: Date): Promise<number | null> {
    let from: Omit<MessageRange, 'limit'> = { since: at.toISOString() };
    let first: number | undefined;
    await until(async (limit) => {
      const { items, next_cursor: next } = await this.#api.messages(id, { ...from, limit });
      first = items[0]?.seq;
      from = { after: Number(next) };
      return first !== undefined || next === null;
    }, 1);
    return first ?? null;
  }

  /** Older than what is shown; null when that is not an excerpt. */
  older(chat: Chat): Promise<void> | null {
    const { far } = chat;
    if (far === null) return null;
    return this.#load(chat, () =>
      until(async (limit) => {
        const page = await this.#api.messages(chat.id, { before: far.low, limit });
        if (chat.far !== far) return true;
        const seen = this.#seen(chat, page.items);
        far.prepend(lowest(chat, page.next_cursor), seen);
        return seen.length > 0 || page.next_cursor === null;
      }),
    );
  }

  newer(chat: Chat): Promise<void> {
    const { far } = chat;
    if (far === null) return Promise.resolve();
    return this.#load(chat, () =>
      until(async (limit) => {
        const page = await this.#api.messages(chat.id, { after: far.have, limit });
        if (chat.far !== far) return true;
        const to = page.next_cursor === null ? chat.log.low - 1 : Number(page.next_cursor);
        const seen = this.#seen(chat, page.items);
        far.append(to, seen);
        this.#join(chat, far);
        return seen.length > 0 || page.next_cursor === null || chat.far !== far;
      }),
    );
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
      const far = new MessageLog(lowest(chat, page.next_cursor), last.seq, this.#seen(chat, page.items));
      chat.far = far;
      this.#join(chat, far);
    });
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
