import type { Api } from './api';
import type { EngineHooks } from './engine-hooks';
import type { Platform } from './options';
import { Line } from './socket/line';
import type { Store } from './store/store';
import { Changes } from './sync/changes';
import { Chat } from './sync/chat';
import { Chats } from './sync/chats';
import { Cursors } from './sync/cursors';
import { Devices } from './sync/devices';
import { Drafts } from './sync/drafts';
import { Excerpts } from './sync/excerpts';
import { Feed } from './sync/feed';
import { Frames } from './sync/frames';
import { Gaps } from './sync/gaps';
import { Lists } from './sync/lists';
import { Loader } from './sync/loader';
import { Outbox } from './sync/outbox';
import { PresenceWatch } from './sync/presence';
import { Timeline } from './sync/timeline';
import { Typing } from './sync/typing';
import { Writer } from './sync/writer';
import type { Account, ClientFrame, Message, ServerFrame, Settings } from './wire';

/** Everything that lives as long as one account is signed in: wiring, and the order of start and stop. */
export class Engine {
  me: Account;
  settings: Settings | null = null;
  readonly store: Store;
  readonly chats: Chats;
  readonly changes: Changes;
  readonly lists: Lists;
  readonly devices: Devices;
  readonly drafts: Drafts;
  readonly outbox: Outbox;
  readonly timeline: Timeline;
  readonly excerpts: Excerpts;
  readonly cursors: Cursors;
  readonly loader: Loader;
  readonly presence: PresenceWatch;
  readonly typing: Typing;
  readonly link: Line;
  readonly #writer: Writer;
  readonly #feed: Feed;
  readonly #gaps: Gaps;
  readonly #frames: Frames;
  readonly #hooks: EngineHooks;
  readonly #api: Api;
  #peopleLoaded = false;

  constructor(platform: Platform, api: Api, store: Store, me: Account, hooks: EngineHooks) {
    this.me = me;
    this.store = store;
    this.#hooks = hooks;
    this.#api = api;
    const send = (frame: ClientFrame): boolean => this.link.send(frame);
    this.#writer = new Writer(store);
    this.chats = new Chats(me, api, store, this.#writer, {
      changed: (chat) => this.#changed(chat),
      gone: (chat) => this.#gone(chat),
      arranged: (chat) => this.drafts.take(chat),
      said: (chat, at) => this.drafts.said(chat, at),
      group: (chat) => hooks.group(chat.id),
      committed: (message) => this.outbox.remove(message.client_msg_id),
      cleared: (chat) => hooks.pins(chat.id),
      replaced: (chat) => this.#catchUp(chat),
      check: (chat) => {
        this.#gaps.check(chat);
        this.changes.check(chat);
      },
      again: (chat, message) => this.changes.take(chat, [message]),
      arrived: hooks.arrived,
    });
    this.changes = new Changes({
      now: platform.now,
      api,
      chats: this.chats,
      store,
      writer: this.#writer,
      send,
      pins: (chat) => hooks.pins(chat.id),
    });
    this.drafts = new Drafts(api, store, {
      chat: (id) => this.chats.get(id),
      changed: () => hooks.conversations(),
    });
    this.presence = new PresenceWatch(platform, {
      send,
      people: () => [
        ...this.chats.all().flatMap(({ conversation: { peer } }) => (peer ? [peer.id] : [])),
        ...this.lists.contacts.map((contact) => contact.user.id),
      ],
      changed: hooks.presence,
      touched: () => this.link.touch(),
    });
    this.typing = new Typing({ now: platform.now, send, changed: hooks.typing });
    this.lists = new Lists(api, store, (name) => {
      hooks.lists(name);
      this.presence.peopleChanged();
    });
    this.devices = new Devices(api, { changed: hooks.sessions, signIn: hooks.signIn });
    this.loader = new Loader(api, store, this.chats, this.lists, this.devices, {
      profile: hooks.profile,
      settings: () => this.#loadSettings(),
      exported: async () => hooks.exported(await api.exportState()),
      groupRequest: hooks.groupRequest,
      hidden: (message) => this.changes.hide(message),
    });
    this.timeline = new Timeline(this.chats, api, store);
    this.excerpts = new Excerpts(this.chats, api, this.timeline);
    this.cursors = new Cursors(send, (chat) => this.#writer.add(chat));
    this.#writer.onStored = (chat) => this.cursors.touch(chat);
    this.outbox = new Outbox(platform, store, {
      send,
      doubt: () => this.link.probe(),
      changed: (id) => this.#outboxChanged(id),
    });
    this.#gaps = new Gaps(api, {
      send,
      skip: (chat, from, to) => this.chats.skip(chat, from, to),
      restart: (chat, page) => this.chats.restart(chat, page),
      gone: (chat) => this.chats.remove(chat.id),
    });
    this.#feed = new Feed(store, {
      send,
      apply: (events) => this.loader.apply(events),
      everything: () => this.loader.everything(),
      again: () => this.loader.again(),
    });
    this.#frames = new Frames({
      changes: this.changes,
      chats: this.chats,
      cursors: this.cursors,
      feed: this.#feed,
      gaps: this.#gaps,
      loader: this.loader,
      outbox: this.outbox,
      synced: () => this.#synced(),
      presence: (told) => this.presence.told(told),
      typing: this.typing,
      committed: hooks.committed,
    });
    this.link = new Line(platform, me.id, {
      ticket: async () => (await api.ticket()).ticket,
      renew: hooks.renew,
      hello: () => ({ type: 'hello' }),
      ready: () => this.#frames.connected(),
      lost: () => this.#lost(),
      frame: (frame) => this.#frames.handle(frame),
      state: hooks.connection,
      revoked: hooks.revoked,
      snapshot: () => this.#snapshot(),
      inherit: () => void this.#inherit().catch(() => {}),
      touched: () => this.presence.touch(),
      leading: hooks.leading,
    });
  }

  /** Where another tab of this browser can go on from. */
  #snapshot(): ServerFrame[] {
    const items = this.chats.all().map(({ id, conversation }) => ({ ...conversation, conversation_id: id }));
    return [
      {
        type: 'ready',
        user_id: this.me.id,
        session_id: '',
        heartbeat_s: 0,
        ...this.changes.windows.told(),
      },
      { type: 'heads', items, more: false, useq: this.#feed.known },
      ...[...this.presence.known.values()].map((known) => ({ ...known, type: 'presence' as const })),
    ];
  }

  /** What a tab that is gone wanted to say lies in the cache. */
  async #inherit(): Promise<void> {
    this.outbox.adopt((await this.store.load()).outbox);
  }

  /** What the device knows, without the network. */
  async hydrate(): Promise<void> {
    const cached = await this.store.load();
    for (const record of cached.chats) this.chats.hydrate(Chat.fromRecord(record));
    for (const draft of cached.drafts) {
      const chat = this.chats.get(draft.id);
      if (chat === undefined) continue;
      chat.draft = draft.text;
      chat.draftReplyTo = draft.replyTo ?? null;
      if (draft.unsent) this.drafts.hydrate(chat.id);
    }
    this.outbox.hydrate(cached.outbox);
    await Promise.all([this.#feed.hydrate(), this.lists.hydrate(), this.loader.hydrate()]);
    this.#hooks.conversations();
  }

  connect(): void {
    this.link.start();
    this.presence.start();
  }

  /** Committed by another tab of this browser. */
  accept(message: Message): void {
    this.#frames.handle({ type: 'new_message', message });
  }

  /** The own account as the server has it now. */
  adopt(account: Account): void {
    this.me = account;
    this.chats.me = account;
  }

  choose(settings: Settings): void {
    this.settings = settings;
    this.#hooks.settings();
  }

  async #loadSettings(): Promise<void> {
    this.choose(await this.#api.settings());
  }

  /** What no feed tells, once for each visit: how the others are called now, and what was chosen. */
  async #loadPeople(): Promise<void> {
    if (this.#peopleLoaded) return;
    this.#peopleLoaded = true;
    await Promise.all([this.loader.people(), this.#loadSettings()]);
  }

  async stop(): Promise<void> {
    this.#lost();
    this.link.stop();
    this.presence.stop();
    this.cursors.stop();
    this.drafts.stop();
    await this.#writer.flush();
    this.#writer.stop();
  }

  #synced(): void {
    this.outbox.resume();
    this.drafts.resume();
    this.presence.connected();
    void this.#loadPeople().catch(() => (this.#peopleLoaded = false));
    for (const chat of this.chats.all()) this.#catchUp(chat);
  }

  /** Says what was read; a window that was opened without a network is filled now. */
  #catchUp(chat: Chat): void {
    this.cursors.touch(chat);
    if (chat.watchers > 0) void this.timeline.fill(chat).catch(() => {});
  }

  #lost(): void {
    this.outbox.pause();
    this.#gaps.reset();
    this.changes.reset();
    this.presence.lost();
    this.typing.lost();
  }

  #changed(chat: Chat): void {
    this.#hooks.conversations();
    this.presence.peopleChanged();
    if (chat.watchers > 0) this.#hooks.timeline(chat);
  }

  /** What waited to be said there will never be. */
  #gone(chat: Chat): void {
    for (const item of this.outbox.of(chat.id)) this.outbox.remove(item.clientMsgId);
    this.#hooks.conversations();
    this.#hooks.gone(chat.id);
  }

  #outboxChanged(conversationId: string): void {
    this.#hooks.conversations();
    const chat = this.chats.get(conversationId);
    if (chat !== undefined) this.#hooks.timeline(chat);
  }
}
