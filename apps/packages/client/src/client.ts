import { Accounts } from './accounts';
import { Arrangements } from './arrange';
import { emailCalls, type EmailCalls } from './email';
import { Emitter } from './emitter';
import type { Engine } from './engine';
import { ProblemError } from './errors';
import { Groups } from './groups';
import { History } from './history';
import type { Platform } from './options';
import { OwnData } from './ownData';
import type { Progress } from './upload';
import { OwnAccount } from './own-account';
import { PeopleCommands } from './people';
import { Search } from './search';
import type { Chat } from './sync/chat';
import { applyRead, countAt } from './sync/counts';
import { Talk } from './talk';
import type {
  Connection,
  ConversationView,
  Events,
  KamaClient,
  OutboxItem,
  SendRefs,
  TimelineView,
} from './types';
import { byActivity, conversationView, timelineView } from './views';
import type {
  Account,
  Contact,
  ConversationChange,
  FriendRequest,
  Person,
  Presence,
  Settings,
  SettingsChange,
  SignInSession,
} from './wire';

/** The engine as a user interface sees it: commands in, snapshots out. */
export class Client extends OwnAccount implements KamaClient {
  readonly ownData: OwnData;
  readonly groups: Groups;
  readonly #emitter = new Emitter();
  readonly #accounts: Accounts;
  readonly email: EmailCalls;
  readonly people = new PeopleCommands(
    () => this.#accounts.api,
    () => this.#engine(),
  );
  readonly talk: Talk;
  readonly search: Search;
  readonly history = new History(() => this.#engine());
  readonly #arrangements = new Arrangements(
    () => this.#accounts.api,
    () => this.#engine(),
  );
  #connection: Connection = { state: 'idle' };
  #leading = false;
  /** Built when somebody asks; dropped when something changes. */
  #list: readonly ConversationView[] | null = null;

  constructor(platform: Platform) {
    super();
    this.#accounts = new Accounts(platform, {
      account: () => this.#accountChanged(),
      signedOut: (code) => this.#emitter.changed('signedOut', () => ({ code })),
      connection: (connection) => {
        this.#connection = connection;
        this.#emitter.changed('connection', () => this.#connection);
      },
      leading: (leads) => {
        this.#leading = leads;
        this.#emitter.changed('leading', () => leads);
      },
      arrived: (news) => this.#emitter.changed('arrived', () => news, news[0]?.id),
      exported: (state) => this.#emitter.changed('exported', () => state),
      settings: () => this.#emitter.changed('settings', () => this.settings),
      conversations: () => this.#listChanged(),
      timeline: (chat) => this.#emitter.changed('timeline', () => this.timeline(chat.id), chat.id),
      gone: (id) => this.#emitter.changed('gone', () => ({ conversationId: id }), id),
      group: (id) => this.#emitter.changed('group', () => ({ conversationId: id }), id),
      pins: (id) => this.#emitter.changed('pins', () => ({ conversationId: id }), id),
      groupRequest: (id) => {
        this.#emitter.changed('group', () => ({ conversationId: id }), id);
        this.#emitter.changed('groupRequest', () => ({ conversationId: id }), id);
      },
      lists: (name) => {
        if (name === 'friendRequests')
          return this.#emitter.changed('friendRequests', () => this.friendRequests);
        this.#emitter.changed('contacts', () => this.contacts);
        // A remark stands in place of a name.
        this.#listChanged();
      },
      presence: () => this.#emitter.changed('presence', () => this.presence),
      typing: () => this.#emitter.changed('typing', () => this.talk.writers),
      sessions: () => this.#emitter.changed('sessions', () => this.sessions),
      signIn: (session) => this.#emitter.changed('signIn', () => session, session.id),
    });
    this.email = emailCalls(this.#accounts.api);
    this.ownData = new OwnData(this.#accounts);
    this.talk = new Talk(platform.uuid, this.#accounts);
    this.search = new Search(this.#accounts);
    this.groups = new Groups(this.#accounts.api, () => this.#engine());
  }

  on = <K extends keyof Events>(topic: K, callback: (value: Events[K]) => void): (() => void) =>
    this.#emitter.on(topic, callback);

  get account(): Account | null {
    return this.#accounts.account;
  }

  get connection(): Connection {
    return this.#connection;
  }

  get leading(): boolean {
    return this.#leading;
  }

  get conversations(): readonly ConversationView[] {
    this.#list ??= this.#buildList();
    return this.#list;
  }

  get contacts(): readonly Contact[] {
    return this.#accounts.engine?.lists.contacts ?? [];
  }

  get friendRequests(): readonly FriendRequest[] {
    return this.#accounts.engine?.lists.friendRequests ?? [];
  }

  get sessions(): readonly SignInSession[] {
    return this.#accounts.engine?.devices.sessions ?? [];
  }

  get settings(): Settings | null {
    return this.#accounts.engine?.settings ?? null;
  }

  protected get accounts(): Accounts {
    return this.#accounts;
  }

  get presence(): ReadonlyMap<string, Presence> {
    return this.#accounts.engine?.presence.known ?? new Map();
  }

  async changePassword(current: string, next: string): Promise<void> {
    await this.#accounts.api.changePassword(current, next);
    this.#accounts.engine?.devices.remove((session) => !session.current);
  }

  async loadSessions(): Promise<readonly SignInSession[]> {
    await this.#engine().devices.reload();
    return this.sessions;
  }

  renameSession = async (id: string, name: string): Promise<void> =>
    this.#engine().devices.put(await this.#accounts.api.renameSession(id, name));

  async endSession(id: string): Promise<void> {
    const { devices } = this.#engine();
    await this.#accounts.api.endSession(id);
    devices.remove((session) => session.id === id);
  }

  async endSessions(all: boolean): Promise<void> {
    const { devices } = this.#engine();
    await this.#accounts.api.endSessions(all);
    if (all) await this.#accounts.forget();
    else devices.remove((session) => !session.current);
  }

  retryNow = (): void => this.#accounts.engine?.link.retryNow();

  async open(conversationId: string): Promise<TimelineView> {
    const engine = this.#engine();
    const chat = engine.chats.get(conversationId) ?? (await engine.chats.fetch(conversationId));
    if (chat === null) throw new ProblemError(404, 'not_found', 'no such conversation');
    await engine.timeline.open(chat);
    return this.#timelineOf(engine, chat);
  }

  close(conversationId: string): void {
    const engine = this.#accounts.engine;
    const chat = engine?.chats.get(conversationId);
    if (chat !== undefined) engine?.timeline.close(chat);
  }

  timeline(conversationId: string): TimelineView | undefined {
    const engine = this.#accounts.engine;
    const chat = engine?.chats.get(conversationId);
    if (!engine || chat === undefined || chat.watchers === 0) return undefined;
    return this.#timelineOf(engine, chat);
  }

  async loadOlder(conversationId: string): Promise<void> {
    const engine = this.#engine();
    const chat = engine.chats.get(conversationId);
    if (chat !== undefined) await (engine.excerpts.older(chat) ?? engine.timeline.older(chat));
  }

  send(conversationId: string, text: string, refs?: SendRefs): OutboxItem {
    const chat = this.#accounts.engine?.chats.get(conversationId);
    // Who says something wants to see it, where the newest messages are.
    if (chat) this.#engine().excerpts.leave(chat);
    this.#accounts.engine?.typing.sent(conversationId);
    return this.#engine().outbox.add(conversationId, text, undefined, refs);
  }

  retry = (clientMsgId: string): void => this.#engine().outbox.retry(clientMsgId);

  discard(clientMsgId: string): void {
    this.#engine().outbox.remove(clientMsgId);
    this.#accounts.discarded(clientMsgId);
  }

  markRead(conversationId: string, seq: number): void {
    const engine = this.#accounts.engine;
    const chat = engine?.chats.get(conversationId);
    if (!engine || chat === undefined) return;
    const to = Math.min(seq, chat.log.have);
    if (to <= chat.conversation.read_seq) return;
    const cnt = countAt(chat.conversation, chat.log, to);
    if (cnt === null) return;
    applyRead(chat.conversation, chat.log, engine.me.id, { seq: to, cnt });
    engine.chats.touch(chat);
    engine.cursors.touch(chat);
  }

  setDraft(conversationId: string, text: string, replyTo: number | null = null): void {
    const engine = this.#accounts.engine;
    const chat = engine?.chats.get(conversationId);
    if (engine && chat !== undefined) engine.drafts.write(chat, text, replyTo);
  }

  arrange = (conversationId: string, change: ConversationChange): Promise<void> =>
    this.#arrangements.change(conversationId, change);

  setAvatar = (file: Blob | null, progress: Progress = () => {}): Promise<Account> =>
    this.#accounts.setAvatar(file, progress);
  picture = (avatar: string, pixels: number): Promise<Blob | null> =>
    this.#accounts.pictures.get(avatar, pixels);

  async changeSettings(change: SettingsChange): Promise<Settings> {
    const settings = await this.#accounts.api.changeSettings(change);
    this.#accounts.engine?.choose(settings);
    return settings;
  }

  findPeople = async (query: string): Promise<readonly Person[]> =>
    (await this.#accounts.api.people(query)).items;
  requestContact = (userId: string, note: string): Promise<FriendRequest> =>
    this.people.request(userId, note);
  acceptRequest = (id: string): Promise<FriendRequest> => this.people.decide(id, 'accept');
  refuseRequest = (id: string): Promise<FriendRequest> => this.people.decide(id, 'refuse');

  async openDirect(userId: string): Promise<string> {
    const conversation = await this.#accounts.api.openDirect(userId);
    return this.#engine().chats.upsert(conversation).id;
  }

  #engine(): Engine {
    const engine = this.#accounts.engine;
    if (engine === null) throw new ProblemError(401, 'auth.unauthenticated', 'nobody is signed in');
    return engine;
  }

  #timelineOf(engine: Engine, chat: Chat): TimelineView {
    return timelineView(chat, engine.outbox.of(chat.id));
  }

  #buildList(): readonly ConversationView[] {
    const engine = this.#accounts.engine;
    if (engine === null) return [];
    const pending = engine.outbox.latest();
    const remarks = engine.lists.remarks();
    return engine.chats
      .all()
      .map((chat) => conversationView(chat, pending.get(chat.id), remarks))
      .sort(byActivity);
  }

  #listChanged(): void {
    this.#list = null;
    this.#emitter.changed('conversations', () => this.conversations);
  }

  #accountChanged(): void {
    this.#emitter.changed('account', () => this.account);
    this.#emitter.changed('contacts', () => this.contacts);
    this.#emitter.changed('friendRequests', () => this.friendRequests);
    this.#emitter.changed('settings', () => this.settings);
    this.#listChanged();
  }
}
