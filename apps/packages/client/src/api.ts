import type { Http } from './http';
import type { Session } from './session';
import type { RegisterInput } from './types';
import type { Progress } from './upload';
import type {
  Account,
  AddedMembers,
  AuthPolicy,
  AuthSession,
  BlockedPerson,
  CodePurpose,
  Contact,
  ContactChange,
  Conversation,
  ConversationChange,
  DataExport,
  EarlierText,
  ExportLink,
  ForwardMessages,
  ForwardedMessages,
  FriendRequest,
  Group,
  GroupCard,
  GroupChange,
  GroupInvite,
  GroupMember,
  GroupRequest,
  JoinResult,
  Leaving,
  MemberChange,
  FoundMessage,
  FoundPeople,
  Message,
  MessageReaders,
  NewGroupInvite,
  NewInvite,
  Person,
  PhoneState,
  PinnedMessage,
  ProfileChange,
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

export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

/** Where a page of messages stands. */
export interface MessageRange {
  before?: number;
  after?: number;
  around?: number;
  /** A time: the first messages from then on. */
  since?: string;
  limit: number;
}

/** What to look for, as the route has it. */
export interface MessageQuery {
  q: string;
  conversation_id?: string;
  sender_id?: string;
  from?: string;
  to?: string;
  kind?: string;
  cursor?: string;
}

const PAGE = 200;
/** A list that does not end is a fault of the other side, not a reason to spin. */
const MAX_PAGES = 100;

/** One method per route, nothing more. */
export class Api {
  readonly #http: Http;
  readonly #session: Session;

  constructor(http: Http, session: Session) {
    this.#http = http;
    this.#session = session;
  }

  register = (input: RegisterInput): Promise<AuthSession> =>
    this.#http.request('POST', 'auth/register', { body: input });
  policy = (): Promise<AuthPolicy> => this.#http.request('GET', 'auth/policy');
  login = (login: string, password: string, otp?: string, restore?: boolean): Promise<AuthSession> =>
    this.#http.request('POST', 'auth/login', { body: { login, password, otp, restore } });
  verifyEmail = (token: string): Promise<void> =>
    this.#http.request('POST', 'auth/email/verify', { body: { token } });
  forgotPassword = (login: string): Promise<void> =>
    this.#http.request('POST', 'auth/password/forgot', { body: { login } });
  resetPassword = (token: string, password: string): Promise<void> =>
    this.#http.request('POST', 'auth/password/reset', { body: { token, password } });
  sendVerification = (): Promise<void> => this.#authed('POST', 'me/email/verify');
  changeEmail = (email: string, password: string, otp?: string): Promise<void> =>
    this.#authed('POST', 'me/email', { email, password, otp });
  loginExternal = (token: string): Promise<AuthSession> =>
    this.#http.request('POST', 'auth/login/external', { body: { token } });
  requestCode = (purpose: CodePurpose, phone?: string): Promise<SmsCodeSent> => {
    const body = { purpose, phone };
    const forMembers = purpose === 'bind_phone' || purpose === 'confirm';
    return forMembers
      ? this.#authed('POST', 'auth/sms-codes', body)
      : this.#http.request('POST', 'auth/sms-codes', { body });
  };
  loginByCode = (phone: string, code: string, otp?: string, restore = false): Promise<AuthSession> =>
    this.#http.request('POST', 'auth/login/sms', { body: { phone, code, otp, restore } });
  phone = (): Promise<PhoneState> => this.#authed('GET', 'me/phone');
  bindPhone = (phone: string, code: string, password: string, otp?: string): Promise<Account> =>
    this.#authed('POST', 'me/phone', { phone, code, password, otp });
  removePhone = (password: string, otp?: string): Promise<Account> =>
    this.#authed('DELETE', 'me/phone', { password, otp });
  logout = (): Promise<void> => this.#authed('POST', 'auth/logout');
  me = (): Promise<Account> => this.#authed('GET', 'me');
  changePassword = (current_password: string, new_password: string): Promise<void> =>
    this.#authed('POST', 'me/password', { current_password, new_password });
  sessions = (): Promise<SignInSession[]> => this.#all('me/sessions');
  renameSession = (id: string, name: string): Promise<SignInSession> =>
    this.#authed('PATCH', `me/sessions/${encodeURIComponent(id)}`, { name });
  endSession = (id: string): Promise<void> => this.#authed('DELETE', `me/sessions/${encodeURIComponent(id)}`);
  endSessions = (all: boolean): Promise<void> =>
    this.#authed('DELETE', 'me/sessions', undefined, { all: String(all) });
  changeProfile = (change: ProfileChange): Promise<Account> => this.#authed('PATCH', 'me', change);
  setAvatar = (file: Blob, progress: Progress): Promise<Account> =>
    this.#http.upload('me/avatar', file, this.#session, progress);
  removeAvatar = (): Promise<Account> => this.#authed('DELETE', 'me/avatar');
  picture = (avatar: string, pixels: number): Promise<Blob> =>
    this.#http.blob(`avatars/${encodeURIComponent(avatar)}/${pixels}`, this.#session);
  exportState = (): Promise<DataExport> => this.#authed('GET', 'me/export');
  askExport = (password: string, otp?: string): Promise<DataExport> =>
    this.#authed('POST', 'me/export', { password, otp });
  exportLink = (password: string, otp?: string): Promise<ExportLink> =>
    this.#authed('POST', 'me/export/link', { password, otp });
  leave = (password: string, otp?: string): Promise<Leaving> =>
    this.#authed('DELETE', 'me', { password, otp });
  settings = (): Promise<Settings> => this.#authed('GET', 'me/settings');
  changeSettings = (change: SettingsChange): Promise<Settings> => this.#authed('PUT', 'me/settings', change);
  totp = (): Promise<TotpState> => this.#authed('GET', 'me/totp');
  enrolTotp = (password: string): Promise<TotpEnrolment> => this.#authed('POST', 'me/totp', { password });
  confirmTotp = (code: string): Promise<{ recovery_codes: string[] }> =>
    this.#authed('POST', 'me/totp/confirm', { code });
  removeTotp = (password: string, otp: string): Promise<void> =>
    this.#authed('DELETE', 'me/totp', { password, otp });
  ticket = (): Promise<{ ticket: string; expires_in: number }> => this.#authed('POST', 'socket-tickets');

  report = (target: ReportTarget, reason: ReportReason, text: string): Promise<Report> =>
    this.#authed('POST', 'reports', { target, reason, text: text || undefined });
  people = (q: string): Promise<Page<Person>> => this.#authed('GET', 'users', undefined, { q });
  person = (id: string): Promise<Person> => this.#authed('GET', `users/${encodeURIComponent(id)}`);
  contacts = (): Promise<Contact[]> => this.#all('contacts');
  friendRequests = (): Promise<FriendRequest[]> => this.#all('friend-requests');
  requestContact = (user_id: string, note: string): Promise<FriendRequest> =>
    this.#authed('POST', 'friend-requests', { user_id, note });
  decideRequest = (id: string, decision: 'accept' | 'refuse'): Promise<FriendRequest> =>
    this.#authed('POST', `friend-requests/${encodeURIComponent(id)}/${decision}`);

  withdrawRequest = (id: string): Promise<FriendRequest> =>
    this.#authed('DELETE', `friend-requests/${encodeURIComponent(id)}`);
  changeContact = (id: string, change: ContactChange): Promise<Contact> =>
    this.#authed('PATCH', `contacts/${encodeURIComponent(id)}`, change);
  deleteContact = (id: string): Promise<void> => this.#authed('DELETE', `contacts/${encodeURIComponent(id)}`);
  blocks = (): Promise<BlockedPerson[]> => this.#all('blocks');
  block = (id: string): Promise<void> => this.#authed('PUT', `blocks/${encodeURIComponent(id)}`);
  unblock = (id: string): Promise<void> => this.#authed('DELETE', `blocks/${encodeURIComponent(id)}`);

  conversations = (): Promise<Conversation[]> => this.#all('conversations');
  conversation = (id: string): Promise<Conversation> =>
    this.#authed('GET', `conversations/${encodeURIComponent(id)}`);
  arrange = (id: string, change: ConversationChange): Promise<Conversation> =>
    this.#authed('PATCH', `conversations/${encodeURIComponent(id)}`, change);
  openDirect = (user_id: string): Promise<Conversation> =>
    this.#authed('POST', 'conversations/direct', { user_id });
  messages = (id: string, range: MessageRange): Promise<Page<Message>> =>
    this.#authed('GET', `conversations/${encodeURIComponent(id)}/messages`, undefined, { ...range });

  editMessage = (id: string, seq: number, text: string, version: number): Promise<Message> =>
    this.#authed('PATCH', message(id, seq), { body: { text }, version });
  recallMessage = (id: string, seq: number): Promise<Message> =>
    this.#authed('POST', `${message(id, seq)}/recall`);
  react = (id: string, seq: number, emoji: string, on: boolean): Promise<Message> =>
    this.#authed(on ? 'PUT' : 'DELETE', `${message(id, seq)}/reactions/${encodeURIComponent(emoji)}`);
  pinMessage = (id: string, seq: number, on: boolean): Promise<Message> =>
    this.#authed(on ? 'PUT' : 'DELETE', `${message(id, seq)}/pin`);
  deleteForMe = (id: string, seq: number): Promise<void> => this.#authed('DELETE', message(id, seq));
  clearHistory = (id: string): Promise<void> =>
    this.#authed('DELETE', `conversations/${encodeURIComponent(id)}/messages`);
  earlierTexts = (id: string, seq: number): Promise<EarlierText[]> => this.#all(`${message(id, seq)}/edits`);
  pins = (id: string): Promise<PinnedMessage[]> => this.#all(`conversations/${encodeURIComponent(id)}/pins`);
  readers = (id: string, seq: number): Promise<MessageReaders> =>
    this.#authed('GET', `conversations/${encodeURIComponent(id)}/messages/${seq}/readers`);

  forward = (wish: ForwardMessages): Promise<ForwardedMessages> =>
    this.#authed('POST', 'messages/forward', wish);

  searchMessages = (query: MessageQuery): Promise<Page<FoundMessage>> =>
    this.#authed('GET', 'search/messages', undefined, { ...query });
  searchPeople = (q: string): Promise<FoundPeople> => this.#authed('GET', 'search/people', undefined, { q });

  createGroup = (name: string, member_ids: readonly string[]): Promise<Group> =>
    this.#authed('POST', 'groups', { name, member_ids });
  findGroups = (q: string): Promise<Page<GroupCard>> => this.#authed('GET', 'groups', undefined, { q });
  group = (id: string): Promise<Group> => this.#authed('GET', group(id));
  changeGroup = (id: string, change: GroupChange): Promise<Group> => this.#authed('PATCH', group(id), change);
  setGroupPicture = (id: string, file: Blob, progress: Progress): Promise<Group> =>
    this.#http.upload(`${group(id)}/avatar`, file, this.#session, progress);
  removeGroupPicture = (id: string): Promise<Group> => this.#authed('DELETE', `${group(id)}/avatar`);
  dissolveGroup = (id: string): Promise<void> => this.#authed('DELETE', group(id));
  leaveGroup = (id: string): Promise<void> => this.#authed('POST', `${group(id)}/leave`);
  transferGroup = (id: string, user_id: string): Promise<void> =>
    this.#authed('POST', `${group(id)}/transfer`, { user_id });
  joinGroup = (id: string, note: string): Promise<JoinResult> =>
    this.#authed('POST', `${group(id)}/join`, { note });
  groupMembers = (id: string, q?: string, cursor?: string, limit = PAGE): Promise<Page<GroupMember>> =>
    this.#authed('GET', `${group(id)}/members`, undefined, { q, cursor, limit });
  addMembers = (id: string, user_ids: readonly string[]): Promise<AddedMembers> =>
    this.#authed('POST', `${group(id)}/members`, { user_ids });
  changeMember = (id: string, userId: string, change: MemberChange): Promise<GroupMember> =>
    this.#authed('PATCH', member(id, userId), change);
  removeMember = (id: string, userId: string, ban: boolean): Promise<void> =>
    this.#authed('DELETE', member(id, userId), undefined, { ban: String(ban) });
  groupBans = (id: string): Promise<GroupMember[]> => this.#all(`${group(id)}/bans`);
  unban = (id: string, userId: string): Promise<void> =>
    this.#authed('DELETE', `${group(id)}/bans/${encodeURIComponent(userId)}`);
  groupRequests = (id: string): Promise<GroupRequest[]> => this.#all(`${group(id)}/requests`);
  decideGroupRequest = (id: string, request: string, decision: 'accept' | 'refuse'): Promise<GroupRequest> =>
    this.#authed('POST', `${group(id)}/requests/${encodeURIComponent(request)}/${decision}`);
  groupInvites = (id: string): Promise<GroupInvite[]> => this.#all(`${group(id)}/invites`);
  createInvite = (id: string, terms: NewInvite): Promise<NewGroupInvite> =>
    this.#authed('POST', `${group(id)}/invites`, terms);
  revokeInvite = (id: string, invite: string): Promise<void> =>
    this.#authed('DELETE', `${group(id)}/invites/${encodeURIComponent(invite)}`);
  invite = (code: string): Promise<GroupCard> => this.#authed('GET', `invites/${encodeURIComponent(code)}`);
  joinByInvite = (code: string, note: string): Promise<JoinResult> =>
    this.#authed('POST', `invites/${encodeURIComponent(code)}/join`, { note });

  #authed<T>(
    method: string,
    path: string,
    body?: unknown,
    query?: Record<string, string | number | undefined>,
  ): Promise<T> {
    return this.#http.request<T>(method, path, { body, query, credentials: this.#session });
  }

  async #all<T>(path: string): Promise<T[]> {
    const items: T[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const query = { cursor, limit: PAGE };
      const answer: Page<T> = await this.#authed('GET', path, undefined, query);
      items.push(...answer.items);
      if (answer.next_cursor === null || answer.next_cursor === undefined) break;
      cursor = answer.next_cursor;
    }
    return items;
  }
}

function message(id: string, seq: number): string {
  return `conversations/${encodeURIComponent(id)}/messages/${seq}`;
}

function group(id: string): string {
  return `groups/${encodeURIComponent(id)}`;
}

function member(id: string, userId: string): string {
  return `${group(id)}/members/${encodeURIComponent(userId)}`;
}
