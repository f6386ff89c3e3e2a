import type { Api } from '../api';
import type { Store } from '../store/store';
import type { Chats } from './chats';
import type { Devices } from './devices';
import type { FeedEvent } from './feed';
import type { Lists } from './lists';

/** Above this many unknown conversations the whole list is one call cheaper. */
const FEW = 5;

/** What belongs to the account itself. */
export interface OwnHooks {
  profile(): Promise<void>;
  settings(): Promise<void>;
  exported(): Promise<void>;
  /** Somebody wants to come into a group of this account's, or was answered. */
  groupRequest(id: string): void;
  /** A message was deleted for this account alone. */
  hidden(messageId: string): Promise<void>;
}

/** Loads lists and conversations when the server says that they changed. */
export class Loader {
  readonly #api: Api;
  readonly #store: Store;
  readonly #chats: Chats;
  readonly #lists: Lists;
  readonly #devices: Devices;
  readonly #own: OwnHooks;
  #listLoaded = false;
  #loadingList: Promise<void> | null = null;

  constructor(api: Api, store: Store, chats: Chats, lists: Lists, devices: Devices, own: OwnHooks) {
    this.#api = api;
    this.#store = store;
    this.#chats = chats;
    this.#lists = lists;
    this.#devices = devices;
    this.#own = own;
  }

  async hydrate(): Promise<void> {
    this.#listLoaded = (await this.#store.meta('loaded')) === true;
  }

  /** First start on this device. */
  async everything(): Promise<void> {
    await Promise.all([
      this.conversations(),
      this.#lists.reload('contacts'),
      this.#lists.reload('friendRequests'),
    ]);
  }

  /** Events that nobody has any more may have told anything, also of messages that were deleted for this account. */
  async again(): Promise<void> {
    for (const chat of this.#chats.all()) await this.#chats.replace(chat);
    await Promise.all([this.everything(), this.#own.profile(), this.#own.settings()]);
  }

  /** What the feed names. */
  async apply(events: readonly FeedEvent[]): Promise<void> {
    const kinds = new Set(events.map((event) => event.kind));
    const work: Promise<unknown>[] = [];
    // A request that was accepted is told as a new contact.
    if (kinds.has('friend_request') || kinds.has('contact')) work.push(this.#lists.reload('friendRequests'));
    if (kinds.has('contact')) work.push(this.#contacts());
    const sessions = events.filter((event) => event.kind === 'session');
    if (sessions.length > 0) work.push(this.#devices.apply(sessions));
    if (kinds.has('profile')) work.push(this.#own.profile());
    if (kinds.has('settings')) work.push(this.#own.settings());
    if (kinds.has('export')) work.push(this.#own.exported());
    for (const event of events) if (event.kind === 'group_request') this.#own.groupRequest(event.ref_id);
    for (const event of events)
      if (event.kind === 'message_hidden') work.push(this.#own.hidden(event.ref_id));
    // A cleared history is told by the conversation's `visible_from`.
    const named = events.filter(({ kind }) => kind === 'conversation' || kind === 'history_cleared');
    const ids = named.map((event) => event.ref_id);
    work.push(this.some(ids));
    await Promise.all(work);
  }

  /** How the contacts are called and look now. */
  async people(): Promise<void> {
    await this.#lists.reload('contacts');
    this.#rename();
  }

  #rename(): void {
    for (const { user, conversation_id: id } of this.#lists.contacts) {
      const chat = id ? this.#chats.get(id) : undefined;
      const shown = chat?.conversation.peer;
      if (!chat || !shown || (shown.name === user.name && shown.avatar === user.avatar)) continue;
      chat.conversation.peer = user;
      this.#chats.touch(chat);
    }
  }

  /** A new contact brings a conversation along; one that was there may look different. */
  async #contacts(): Promise<void> {
    await this.people();
    const ids = this.#lists.contacts.map((contact) => contact.conversation_id);
    await this.some(ids.filter((id) => id && this.#chats.get(id) === undefined));
  }

  /** These conversations are new or changed. */
  async some(ids: readonly (string | null)[]): Promise<void> {
    const named = [...new Set(ids)].filter((id): id is string => typeof id === 'string' && id !== '');
    if (named.length === 0) return;
    if (!this.#listLoaded || named.length > FEW) await this.conversations();
    else await Promise.all(named.map((id) => this.#chats.fetch(id)));
  }

  conversations(): Promise<void> {
    this.#loadingList ??= this.#conversations().finally(() => {
      this.#loadingList = null;
    });
    return this.#loadingList;
  }

  async #conversations(): Promise<void> {
    const before = this.#chats.all();
    const items = await this.#api.conversations();
    const listed = new Set(items.map((item) => item.id));
    for (const item of items) this.#chats.upsert(item);
    // Not in the answer: no longer ours, or it moved between two pages. Only a 404 removes it.
    const absent = before.filter((chat) => !listed.has(chat.id));
    await Promise.all(absent.map((chat) => this.#chats.fetch(chat.id)));
    this.#listLoaded = true;
    void this.#store.putMeta('loaded', true).catch(() => {});
  }
}
