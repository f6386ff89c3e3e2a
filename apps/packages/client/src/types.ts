/**
 * What the chat client offers to a user interface. No Vue here: a view subscribes with `on`
 * and reads plain snapshots. Wire types come from the generated OpenAPI types (`./generated`).
 */
import type { MessageCommands } from './message-commands';
import type { EmailCalls } from './email';
import type { HistoryCommands } from './history';
import type { SearchCommands } from './search';
import type { GroupCommands } from './groups';
import type { TalkCommands } from './talk';
import type {
  Account,
  AuthPolicy,
  CodePurpose,
  BlockedPerson,
  Contact,
  ContactChange,
  Conversation,
  ConversationChange,
  DataExport,
  ExportLink,
  FriendRequest,
  Leaving,
  Mentions,
  Message,
  Person,
  Presence,
  PhoneState,
  Profile,
  ProfileChange,
  Quote,
  Report,
  ReportReason,
  ReportTarget,
  Settings,
  SettingsChange,
  SignInSession,
  SmsCodeSent,
  TotpEnrolment,
  TotpState,
} from './wire';
import type { Progress } from './upload';

export type { EmailCalls } from './email';

/** `offline` carries the time of the next attempt, so that a banner can count down. */
export type Connection =
  | { state: 'idle' }
  | { state: 'connecting' }
  | { state: 'online' }
  | { state: 'offline'; since: number; retryAt: number };

/** A message that this device has not seen committed yet. It survives a reload (IndexedDB). */
export interface OutboxItem {
  clientMsgId: string;
  conversationId: string;
  body: { text: string; card?: Profile };
  createdAt: number;
  /** What it answers, and whom it mentions. */
  quote?: Quote;
  mentions?: Mentions;
  /** `sending` until the server says committed; `failed` when it refused for good. */
  state: 'sending' | 'failed';
  /** Stable error code of the refusal. */
  code?: string;
  /** The server wants it slower: it goes out again at this time, in milliseconds. */
  retryAt?: number;
}

/** One conversation as the list shows it. */
export interface ConversationView extends Conversation {
  unread: number;
  /** Newest thing to preview: an outbox item wins over the last committed message. */
  pending?: OutboxItem;
  /** Put aside, and not brought back by a message since. */
  archived: boolean;
  /** Somebody speaks to this account, by name or to all, and it did not read that. */
  mentioned: boolean;
  /** Taken out of the list, and not brought back by a message since. */
  hidden: boolean;
  draft: string;
  /** Number of the message that the draft answers. */
  draftReplyTo: number | null;
}

/** One loaded conversation: committed messages in `seq` order without holes, then the outbox. */
export interface TimelineView {
  conversationId: string;
  messages: readonly Message[];
  outbox: readonly OutboxItem[];
  /** Older messages exist on the server. */
  hasOlder: boolean;
  /** It is a part that somebody went to: newer ones follow, and the outbox is not shown. */
  hasNewer: boolean;
  loading: boolean;
  /** Own read position when the conversation was opened: the unread divider stands after it. */
  openedReadSeq: number;
  /** How far the peer's devices hold and how far the peer has read: the ticks. */
  peerDeliveredSeq: number;
  peerReadSeq: number;
}

/** Topics of `on`; the callback gets the new snapshot. */
export interface Events {
  account: Account | null;
  connection: Connection;
  conversations: readonly ConversationView[];
  timeline: TimelineView;
  /** A conversation that this account is not in any more. */
  gone: { conversationId: string };
  /** Something happened to a group: what a view loaded of it may be old. */
  group: { conversationId: string };
  /** What is pinned in a conversation may have changed. */
  pins: { conversationId: string };
  /** Somebody wants to come into a group, or the own wish was answered. */
  groupRequest: { conversationId: string };
  contacts: readonly Contact[];
  friendRequests: readonly FriendRequest[];
  /** Where the account is signed in, newest sign-in first; empty until it was asked for. */
  sessions: readonly SignInSession[];
  /** Somebody has just signed in to this account somewhere else. */
  signIn: SignInSession;
  /** What the person chose, once it is known. */
  settings: Settings | null;
  /** An archive of the own data is ready. */
  exported: DataExport;
  /** Who is there, by user; empty without a line. */
  presence: ReadonlyMap<string, Presence>;
  /** Ids of those who write, by conversation. */
  typing: ReadonlyMap<string, readonly string[]>;
  /** Whether this tab owns the line of the browser: then it is the one that notifies. */
  leading: boolean;
  /** Messages of others that have just come in, of one conversation; never what was there before this tab. */
  arrived: readonly Message[];
  /** Session ended by the server (revoked, refresh refused): show sign-in. */
  signedOut: { code: string };
}

export interface RegisterInput {
  username: string;
  /** May be left out with a phone number. */
  password?: string;
  nickname?: string;
  email?: string;
  phone?: string;
  /** That was sent to the number. */
  code?: string;
  setup_code?: string;
  invite_code?: string;
}

/** A refused call. `code` is stable and dotted; `fields` maps a field to its code. */
export interface ApiProblem extends Error {
  status: number;
  code: string;
  fields: Record<string, string>;
  requestId?: string;
  retryAfter?: number;
  /** With `account.deletion_pending`: when the account is erased. */
  erasesAt?: string;
}

/** See `OwnData`. */
export interface OwnDataCalls {
  state(): Promise<DataExport>;
  ask(password: string, otp?: string): Promise<DataExport>;
  link(password: string, otp?: string): Promise<ExportLink>;
  leave(password: string, otp?: string): Promise<Leaving>;
}

/** What is done about people one knows, or wants nothing of. */
export interface People {
  /** Remark, star and tags; what is left out stays. */
  change(userId: string, change: ContactChange): Promise<Contact>;
  /** Takes a person out of the list; the chat stays. */
  remove(userId: string): Promise<void>;
  /** Takes back a request that was sent. */
  withdraw(requestId: string): Promise<FriendRequest>;
  blocks(): Promise<readonly BlockedPerson[]>;
  block(userId: string): Promise<void>;
  unblock(userId: string): Promise<void>;
  /** Tells whoever runs the server; `text` may be empty. `duplicate`: it was reported before and nobody decided. */
  report(target: ReportTarget, reason: ReportReason, text: string): Promise<Report>;
  /** Sends somebody's card; returns at once, like `send`. */
  shareCard(conversationId: string, person: Profile): OutboxItem;
}

/** What a new message refers to. */
export interface SendRefs {
  /** The committed message that it answers; its number where it is not on this device. */
  replyTo?: Message | number;
  mentions?: Mentions;
}

export interface KamaClient {
  readonly ownData: OwnDataCalls;
  on<K extends keyof Events>(topic: K, callback: (value: Events[K]) => void): () => void;

  /** Addresses and links in mails. Refused with `mail.off` unless the policy says `mail`. */
  readonly email: EmailCalls;
  readonly groups: GroupCommands;
  /** What is done to messages after they were sent. */
  readonly messages: MessageCommands;
  readonly talk: TalkCommands;
  readonly search: SearchCommands;
  readonly history: HistoryCommands;
  readonly account: Account | null;
  readonly connection: Connection;
  /** One tab of a browser owns the line; the others talk through it. */
  readonly leading: boolean;
  readonly conversations: readonly ConversationView[];
  readonly contacts: readonly Contact[];
  readonly friendRequests: readonly FriendRequest[];
  readonly sessions: readonly SignInSession[];
  /** Null until the server has told. */
  readonly settings: Settings | null;
  /** Of people in chats and contacts, who let it be seen. */
  readonly presence: ReadonlyMap<string, Presence>;

  /** Takes up the session of an earlier visit (refresh cookie); null when there is none. Shows cached data first. */
  restore(): Promise<Account | null>;
  /** What a form for registration has to ask; for everybody. */
  policy(): Promise<AuthPolicy>;
  register(input: RegisterInput): Promise<Account>;
  /**
   * `otp`: a code of the app or a recovery code, after `auth.otp_required`. `restore`: the account is to be
   * kept, after `account.deletion_pending`.
   */
  signIn(login: string, password: string, otp?: string, restore?: boolean): Promise<Account>;
  /** With a token of a back end that the server trusts; whoever was signed in here is signed out. */
  signInExternal(token: string): Promise<Account>;
  /** Sends a code by SMS: to `phone`, or to the own number (`confirm`). */
  requestCode(purpose: CodePurpose, phone?: string): Promise<SmsCodeSent>;
  signInByCode(phone: string, code: string, otp?: string, restore?: boolean): Promise<Account>;
  /** Ends the session on the server and wipes this device's cache, in every tab. */
  signOut(): Promise<void>;
  /** Ends every other session of the account; this one stays. */
  changePassword(current: string, next: string): Promise<void>;
  loadSessions(): Promise<readonly SignInSession[]>;
  renameSession(id: string, name: string): Promise<void>;
  endSession(id: string): Promise<void>;
  /** All other devices; with `all` this one too, which ends like `signOut`. */
  endSessions(all: boolean): Promise<void>;
  retryNow(): void;

  /** Opens a conversation: cached rows at once, then the network. */
  open(conversationId: string): Promise<TimelineView>;
  close(conversationId: string): void;
  timeline(conversationId: string): TimelineView | undefined;
  loadOlder(conversationId: string): Promise<void>;
  /** Returns at once; the row is in the timeline in the same frame. */
  send(conversationId: string, text: string, refs?: SendRefs): OutboxItem;
  retry(clientMsgId: string): void;
  discard(clientMsgId: string): void;
  /** Moves the own read cursor forwards (never back). */
  markRead(conversationId: string, seq: number): void;
  /** Kept on this device at once, and by the server after a pause in typing. */
  setDraft(conversationId: string, text: string, replyTo?: number | null): void;
  /** Pins, silences, marks or puts a conversation aside; seen at once, taken back when it is refused. */
  arrange(conversationId: string, change: ConversationChange): Promise<void>;

  /** The middle square becomes the own picture; null takes it away. */
  setAvatar(file: Blob | null, progress?: Progress): Promise<Account>;
  /** A version of somebody's picture, 64, 160 or 640 pixels wide; null when it is gone. */
  picture(avatar: string, pixels: number): Promise<Blob | null>;
  /** What is left out stays; null clears. */
  changeProfile(change: ProfileChange): Promise<Account>;
  changeSettings(change: SettingsChange): Promise<Settings>;
  twoStep(): Promise<TotpState>;
  beginTwoStep(password: string): Promise<TotpEnrolment>;
  /** Switches it on; the recovery codes, told this once. */
  confirmTwoStep(code: string): Promise<readonly string[]>;
  endTwoStep(password: string, otp: string): Promise<void>;

  /** The own number, and whether there is a password besides. */
  phone(): Promise<PhoneState>;
  /** `password`: a code of purpose `confirm` for an account without one. */
  bindPhone(phone: string, code: string, password: string, otp?: string): Promise<Account>;
  removePhone(password: string, otp?: string): Promise<Account>;

  readonly people: People;
  /** A person as they are now. */
  person(userId: string): Promise<Person>;
  findPeople(query: string): Promise<readonly Person[]>;
  requestContact(userId: string, note: string): Promise<FriendRequest>;
  acceptRequest(id: string): Promise<FriendRequest>;
  refuseRequest(id: string): Promise<FriendRequest>;
  /** The conversation with a contact, made when it does not exist yet; returns its id. */
  openDirect(userId: string): Promise<string>;
}
