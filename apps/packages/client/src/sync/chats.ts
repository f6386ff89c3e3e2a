import type { Api } from '../api';
import { ProblemError } from '../errors';
import type { Store } from '../store/store';
import type { Account, Conversation, Message } from '../wire';
import { Chat } from './chat';
import { active, applyMessage, mergeCounts, mergeNumbers, type Counts, type Head } from './counts';
import { applyEvent, lacksFaces } from './group';
import { isWritten, speaksTo } from './refs';
import type { Writer } from './writer';

/** Rows kept in memory for a conversation that nobody looks at. */
const IDLE_ROWS = 100;

export interface ChatsHooks {
  /** A conversation, or its place in the list, looks different now. */
  changed(chat: Chat): void;
  gone(chat: Chat): void;
  /** The server told how the conversation is kept. */
  arranged(chat: Chat): void;
  /** An own message that was written, on any device. */
  said(chat: Chat, at: string): void;
  /** Something happened to the group, which views may show more of than its card. */
  group(chat: Chat): void;
  /** A message of this account is in the log: the outbox may let go of it. */
  committed(message: Message): void;
  /** What stood before is not to be seen any more. */
  cleared(chat: Chat): void;
  /** The server's state stands in place of what was known. */
  replaced(chat: Chat): void;
  /** The log may miss something. */
  check(chat: Chat): void;
  /** A message that is known already, as it is now. */
  again(chat: Chat, message: Message): void;
  /** Messages of others that are news. */
  arrived(messages: readonly Message[]): void;
}

/** All conversations of the account: the only place that puts messages into them. */
export class Chats {
  me: Account;
  /** Messages that were deleted for this account since the start: what is on its way may bring them. */
  readonly hidden = new Set<string>();
  readonly #api: Api;
  readonly #store: Store;
  readonly #writer: Writer;
  readonly #hooks: ChatsHooks;
  readonly #chats = new Map<string, Chat>();
  readonly #fetching = new Map<string, Promise<Chat | null>>();
  readonly #queued = new Map<string, Promise<Chat | null>>();

  constructor(me: Account, api: Api, store: Store, writer: Writer, hooks: ChatsHooks) {
    this.me = me;
    this.#api = api;
    this.#store = store;
    this.#writer = writer;
    this.#hooks = hooks;
  }

  get(id: string): Chat | undefined {
    return this.#chats.get(id);
  }

  all(): Chat[] {
    return [...this.#chats.values()];
  }

  /** A conversation from the cache. */
  hydrate(chat: Chat): void {
    this.#chats.set(chat.id, chat);
  }

  /** A snapshot from the server, of a known conversation or a new one. */
  upsert(snapshot: Conversation): Chat {
    const known = this.#chats.get(snapshot.id);
    if (known === undefined) {
      const chat = Chat.fromServer(snapshot, this.me.id);
      this.#chats.set(chat.id, chat);
      this.#writer.add(chat, chat.log.messages);
      this.#hooks.arranged(chat);
      this.#hooks.changed(chat);
      return chat;
    }
    known.conversation.peer = snapshot.peer;
    active(known.conversation, snapshot.last_activity_at);
    this.#takeGroup(known, snapshot);
    this.merge(known, { ...snapshot, conversation_id: snapshot.id });
    // After the numbers: a mark "unread" may be newer than the position that it was read to.
    if (known.arranging === 0) {
      known.keep(snapshot);
      this.#hooks.arranged(known);
    }
    const last = snapshot.last_message;
    if (last && last.seq > known.log.have) this.receive(known, [last]);
    // What was cleared is no news.
    else if (last && last.seq >= known.conversation.visible_from) this.#hooks.again(known, last);
    return known;
  }

  /** An answer that was overtaken by messages would turn the card back. */
  #takeGroup(chat: Chat, snapshot: Conversation): void {
    if (snapshot.group === null || snapshot.last_seq < chat.groupAt) return;
    chat.groupAt = snapshot.last_seq;
    chat.conversation.group = snapshot.group;
    this.#hooks.group(chat);
  }

  /** Numbers of the server; what they say to be missing is fetched. */
  merge(chat: Chat, head: Head): void {
    chat.newsFrom ??= Math.max(head.last_seq, chat.log.have);
    const { visible_from: before } = chat.conversation;
    mergeNumbers(chat.conversation, head, chat.log, this.me.id);
    this.#clearBelow(chat, chat.conversation.visible_from);
    if (chat.conversation.visible_from > before) this.#hooks.cleared(chat);
    chat.revs.learn(head.last_rev);
    chat.confirmRead(head.read_seq);
    chat.log.target = Math.max(chat.log.target, head.last_seq);
    this.touch(chat);
    this.#hooks.check(chat);
  }

  /** The own read cursor, confirmed; what its counts say to be missing is fetched. */
  confirmRead(chat: Chat, counts: Counts): void {
    chat.confirmRead(counts.read_seq);
    if (!mergeCounts(chat.conversation, counts, chat.log, this.me.id)) this.recount(chat);
    chat.log.target = Math.max(chat.log.target, counts.last_seq);
    this.#hooks.check(chat);
  }

  /** Cleared, here or on another device: what stood there is gone from this one too. */
  #clearBelow(chat: Chat, seq: number): void {
    const last = chat.conversation.last_message;
    if (last && last.seq < seq) chat.conversation.last_message = null;
    chat.log.dropBelow(seq);
    if (chat.far && seq > chat.far.low) chat.far = null;
    if (seq <= chat.storedLow) return;
    chat.storedLow = Math.min(seq, chat.log.have + 1);
    // What waits to be written comes before it.
    const trim = async (): Promise<void> => {
      await this.#writer.flush();
      await this.#store.trim(chat.id, seq);
    };
    void trim().catch(() => {});
  }

  /** Asks the server for a conversation. Null: it does not exist for this account. */
  fetch(id: string): Promise<Chat | null> {
    const running = this.#fetching.get(id);
    if (running === undefined) return this.#begin(id);
    // What is under way may be from before the change that this caller heard of.
    const known = this.#queued.get(id);
    if (known !== undefined) return known;
    const next = (): Promise<Chat | null> => {
      this.#queued.delete(id);
      return this.#fetching.get(id) ?? this.#begin(id);
    };
    const queued = running.then(next, next);
    this.#queued.set(id, queued);
    return queued;
  }

  #begin(id: string): Promise<Chat | null> {
    const fetching = this.#fetch(id).finally(() => this.#fetching.delete(id));
    this.#fetching.set(id, fetching);
    return fetching;
  }

  async #fetch(id: string): Promise<Chat | null> {
    try {
      return this.upsert(await this.#api.conversation(id));
    } catch (error) {
      if (!(error instanceof ProblemError) || error.status !== 404) throw error;
      this.remove(id);
      return null;
    }
  }

  remove(id: string): void {
    const chat = this.#chats.get(id);
    if (chat === undefined) return;
    this.#chats.delete(id);
    this.#writer.forget(chat);
    void this.#store.clearChat(id, true).catch(() => {});
    this.#hooks.gone(chat);
  }

  /** Drops what is known of a conversation and takes the server's state; what only this device knows stays. */
  async replace(chat: Chat): Promise<void> {
    const { watchers, openedReadSeq, draft, draftReplyTo } = chat;
    this.#chats.delete(chat.id);
    this.#writer.forget(chat);
    await this.#store.clearChat(chat.id, false).catch(() => {});
    const fresh = await this.fetch(chat.id);
    if (fresh === null) return;
    Object.assign(fresh, { watchers, openedReadSeq, draft, draftReplyTo });
    this.touch(fresh);
    this.#hooks.replaced(fresh);
  }

  /** Messages from anywhere, in any order. */
  receive(chat: Chat, messages: readonly Message[]): void {
    const due = messages.filter((message) => this.#isShown(chat, message));
    for (const message of messages) {
      if (!due.includes(message)) this.skip(chat, message.seq, message.seq);
    }
    const ready = chat.log.offer(due.map((message) => chat.newest(message)));
    if (ready.length > 0) this.#apply(chat, ready);
    this.#hooks.check(chat);
  }

  /** Whether it was neither deleted for this account nor cleared while it was on its way. */
  #isShown({ conversation }: Chat, { id, seq }: Message): boolean {
    return !this.hidden.has(id) && seq >= conversation.visible_from;
  }

  /** Numbers that will never be filled. */
  skip(chat: Chat, from: number, to: number): void {
    this.recount(chat, to);
    const before = chat.log.have;
    const ready = chat.log.skip(from, to);
    if (chat.log.have !== before) this.#apply(chat, ready);
    this.#hooks.check(chat);
  }

  /** Asks for the card, unless it knows `seq`: what is not to be seen may count, and may have changed the group. */
  recount(chat: Chat, seq = Infinity): void {
    const { group, last_seq } = chat.conversation;
    if (seq > (group ? Math.min(last_seq, chat.groupAt) : last_seq)) void this.fetch(chat.id).catch(() => {});
  }

  /** The newest page in place of everything: the hole was too large, or the server said `reset`. */
  restart(chat: Chat, page: readonly Message[]): void {
    const first = page[0];
    const last = page[page.length - 1];
    const target = chat.log.target;
    void this.#store.clearChat(chat.id, false).catch(() => {});
    if (first === undefined || last === undefined) chat.log.restart(target + 1, target, []);
    else chat.log.restart(first.seq, last.seq, page);
    chat.storedLow = chat.log.low;
    chat.beginning = false;
    this.#apply(chat, [...page]);
    this.receive(chat, []);
    // What was jumped over may be own messages, and may have changed the group.
    this.recount(chat);
  }

  /** An older page: it counts nothing, it is only there to be read. */
  prepend(chat: Chat, from: number, items: readonly Message[], fromServer: boolean): void {
    const page = items.filter((each) => this.#isShown(chat, each)).map((each) => chat.newest(each));
    // Only what touches the cached rows may join them; the cache has no holes either.
    const joins = fromServer && chat.log.low === chat.storedLow;
    chat.log.prepend(from, page);
    for (const message of page) if (this.own(message)) this.#hooks.committed(message);
    if (joins) {
      chat.storedLow = chat.log.low;
      this.#writer.add(chat, page);
    }
    this.#hooks.changed(chat);
  }

  /** Numbers changed: write and show. */
  touch(chat: Chat): void {
    this.#writer.add(chat);
    this.#hooks.changed(chat);
  }

  own(message: Message): boolean {
    return message.sender.id === this.me.id;
  }

  #apply(chat: Chat, messages: Message[]): void {
    for (const message of messages) {
      const own = this.own(message);
      applyMessage(chat.conversation, message, own);
      if (speaksTo(message, this.me.id)) chat.conversation.mention_seq = message.seq;
      if (applyEvent(chat, message, this.me.id)) this.#groupChanged(chat);
      if (own) {
        this.#hooks.committed(message);
        if (isWritten(message)) this.#hooks.said(chat, message.created_at);
      } else chat.toDeliver = message.seq;
    }
    if (chat.watchers === 0 && chat.log.messages.length > 2 * IDLE_ROWS) chat.log.trim(IDLE_ROWS);
    this.#writer.add(chat, messages);
    this.tell(chat, messages);
    this.#hooks.changed(chat);
  }

  #groupChanged(chat: Chat): void {
    this.#hooks.group(chat);
    if (lacksFaces(chat.conversation.group!)) this.recount(chat);
  }

  /** Says each piece of news once. */
  tell(chat: Chat, messages: readonly Message[]): void {
    const since = chat.newsFrom;
    if (since === null) return;
    const news = messages.filter((message) => message.seq > since && !this.own(message));
    chat.newsFrom = Math.max(since, messages.at(-1)?.seq ?? 0);
    if (news.length > 0) this.#hooks.arrived(news);
  }
}
