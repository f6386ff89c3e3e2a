import type { Api } from '../api';
import type { Store } from '../store/store';
import type { ClientFrame, Message, Quote, ServerFrame } from '../wire';
import type { Chat } from './chat';
import type { Chats } from './chats';
import type { Writer } from './writer';
import { quoteOf } from './refs';
import { isReworded, newer, requoted, seenBy } from './revs';
import { Windows } from './windows';

type Frame<T extends ServerFrame['type']> = Extract<ServerFrame, { type: T }>;

const ANSWER_MS = 10_000;
const MAX_TRIES = 3;
const AT_ONCE = 6;
/** Says from where an answer goes on: tabs of a browser hear each other's. */
const REF = 'rev-';

export interface ChangesDeps {
  now(): number;
  api: Api;
  chats: Chats;
  store: Store;
  writer: Writer;
  send(frame: ClientFrame): boolean;
  /** What is pinned may have changed, or how it looks. */
  pins(chat: Chat): void;
}

interface Question {
  since: number;
  tries: number;
  timer: ReturnType<typeof setTimeout>;
}

/** What happens to messages after they were sent: in memory, in the cache, and nothing of it missed. */
export class Changes {
  readonly windows: Windows;
  readonly #deps: ChangesDeps;
  readonly #asked = new Map<Chat, Question>();
  readonly #waiting = new Set<Chat>();

  constructor(deps: ChangesDeps) {
    this.#deps = deps;
    this.windows = new Windows(deps.now);
  }

  pushed(chat: Chat, frame: Frame<'message_changed'>): void {
    chat.revs.pushed(frame.rev);
    this.take(chat, [frame.message]);
    this.check(chat);
  }

  answered(chat: Chat, frame: Frame<'changes'>): void {
    const since = frame.ref?.startsWith(REF) ? Number(frame.ref.slice(REF.length)) : Number.NaN;
    chat.revs.answered(since, frame.last_rev);
    this.take(chat, frame.items);
    const asked = this.#asked.get(chat);
    if (asked !== undefined && asked.since === since) this.#finish(chat);
    this.check(chat);
  }

  /** Asks for what is missing, a few conversations at a time. */
  check(chat: Chat): void {
    if (!chat.revs.behind || this.#asked.has(chat)) return;
    if (this.#asked.size >= AT_ONCE) this.#waiting.add(chat);
    else this.#ask(chat, 0);
  }

  /** The line is gone; heads will tell again what is missing. */
  reset(): void {
    for (const { timer } of this.#asked.values()) clearTimeout(timer);
    this.#asked.clear();
    this.#waiting.clear();
  }

  /** Messages as they are now, from anywhere. */
  take(chat: Chat, messages: readonly Message[]): void {
    const { chats, writer } = this.#deps;
    if (chats.get(chat.id) !== chat) return;
    const now = messages.map((message) => seenBy(message, chats.me.id));
    for (const message of now) this.#replace(chat, message);
    const { conversation } = chat;
    conversation.last_rev = Math.max(conversation.last_rev, chat.revs.known);
    writer.change(chat, now);
    chats.touch(chat);
  }

  /** Something that the server has not confirmed: seen in memory alone. Returns how to take it back. */
  foresee(chat: Chat, seq: number, change: (message: Message) => Message): () => void {
    const { chats } = this.#deps;
    const part = chat.parts.find((each) => each.at(seq));
    const before = part?.at(seq);
    if (part === undefined || before === undefined) return () => {};
    const guess = change(before);
    part.replace(guess);
    chats.touch(chat);
    return () => {
      // What the server told meanwhile is right.
      if (part.at(seq) !== guess) return;
      part.replace(before);
      chats.touch(chat);
    };
  }

  /** Deleted for this account alone, here or on another device. */
  async hide(messageId: string): Promise<void> {
    const { chats, store, writer } = this.#deps;
    chats.hidden.add(messageId);
    const seen = await this.#drop(messageId);
    // Written first: a row that waits would come back.
    await writer.flush();
    const kept = await store.dropMessage(messageId);
    const gone = seen ?? kept;
    if (gone) await store.requote(gone.conversation_id, quoteOf(gone.seq));
    const chat = kept && chats.get(kept.conversation_id);
    if (chat && !seen) this.#forget(chat, kept.seq);
    // Of what this device does not have, only an open bar of pins may show something.
    if (!gone) for (const each of chats.all()) if (each.watchers > 0) this.#deps.pins(each);
  }

  /** Out of memory; what it was, if it was there. */
  async #drop(messageId: string): Promise<Message | undefined> {
    for (const chat of this.#deps.chats.all()) {
      const { last_message: last } = chat.conversation;
      const wasLast = last?.id === messageId;
      const dropped = chat.parts.map((part) => part.drop(messageId));
      const found = dropped.find((each) => each !== undefined) ?? (wasLast ? last : undefined);
      if (!found) continue;
      if (wasLast) chat.conversation.last_message = chat.log.messages.at(-1) ?? null;
      this.#forget(chat, found.seq);
      this.#deps.chats.recount(chat, found.seq);
      // The line in the list: what stands before it is not on this device.
      if (wasLast && !chat.conversation.last_message) await this.#lastOf(chat);
      return found;
    }
    return undefined;
  }

  #forget(chat: Chat, seq: number): void {
    this.#requote(chat, quoteOf(seq));
    this.#deps.pins(chat);
    this.#deps.chats.touch(chat);
  }

  async #lastOf(chat: Chat): Promise<void> {
    const { last_message: last } = await this.#deps.api.conversation(chat.id);
    chat.conversation.last_message = last;
    this.#deps.chats.touch(chat);
  }

  #replace(chat: Chat, message: Message): void {
    const { conversation, log, revs } = chat;
    const before = log.find(message.seq);
    const now = before === undefined ? revs.keep(message) : newer(before, message);
    log.replace(now);
    const far = chat.far?.at(message.seq);
    if (far) chat.far?.replace(newer(far, message));
    if (!before || before.pinned || message.pinned) this.#deps.pins(chat);
    const last = conversation.last_message;
    if (last?.seq === message.seq && last.id === message.id) conversation.last_message = newer(last, message);
    if (isReworded(now)) this.#requote(chat, quoteOf(now));
  }

  #requote({ conversation, parts }: Chat, quote: Quote): void {
    const { last_message: last } = conversation;
    if (last) conversation.last_message = requoted(last, quote) ?? last;
    for (const part of parts) part.requote(quote);
  }

  #ask(chat: Chat, tries: number): void {
    const since = chat.revs.have;
    const ref = `${REF}${since}`;
    clearTimeout(this.#asked.get(chat)?.timer);
    if (!this.#deps.send({ type: 'changes', ref, conversation_id: chat.id, since })) {
      this.#asked.delete(chat);
      return;
    }
    const timer = setTimeout(() => {
      if (tries + 1 < MAX_TRIES) this.#ask(chat, tries + 1);
      else this.#finish(chat);
    }, ANSWER_MS);
    this.#asked.set(chat, { since, tries, timer });
  }

  #finish(chat: Chat): void {
    clearTimeout(this.#asked.get(chat)?.timer);
    this.#asked.delete(chat);
    const next = this.#waiting.values().next();
    if (next.done === true) return;
    this.#waiting.delete(next.value);
    this.check(next.value);
  }
}
