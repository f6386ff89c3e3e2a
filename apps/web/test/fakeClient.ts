import type {
  Account,
  Contact,
  ConversationChange,
  ConversationView,
  Events,
  FriendRequest,
  KamaClient,
  Message,
  OutboxItem,
  Person,
  SendRefs,
  TimelineView,
} from '@kamachat/client';
import { FakeMessages } from './fakeMessages';
import { FakeOwn } from './fakeOwn';
import { FakePeople, requestOf } from './fakePeople';
import { FakeHistory, FakeSearch } from './fakeSearch';
import { refusal } from './refusal';
import { seed, type Seed } from './seed';
export { refusal };

/** A client without a network: everything lives in memory, so that views can be tested and looked at. */
export class FakeClient extends FakeOwn implements KamaClient {
  connection: Events['connection'] = { state: 'online' };
  leading = true;
  conversations: readonly ConversationView[];
  contacts: readonly Contact[];
  readonly people = new FakePeople(this);
  friendRequests: readonly FriendRequest[];
  /** What a sign-in wants besides the password. */
  otpWanted = '';
  /** Tests hold this to make every send fail, or to leave it pending. */
  sending: 'commits' | 'waits' | 'fails' = 'commits';
  setupCodeWanted = false;
  private readonly logs = new Map<string, Message[]>();
  readonly messages = new FakeMessages();
  readonly search = new FakeSearch((id) => this.logs.get(id));
  readonly history = new FakeHistory();
  private readonly loadedFrom = new Map<string, number>();
  private readonly openedRead = new Map<string, number>();
  private outbox: OutboxItem[] = [];

  constructor(
    private readonly data: Seed = seed(),
    signedIn = true,
  ) {
    super();
    this.account = signedIn ? data.account : null;
    this.conversations = data.conversations;
    this.contacts = data.contacts;
    this.sessions = data.sessions;
    this.friendRequests = data.friendRequests;
    for (const item of data.conversations) this.logs.set(item.id, data.messages[item.id] ?? []);
    this.outbox = [...data.outbox];
  }

  restore = async () => this.account;
  async register(): Promise<Account> {
    this.calls.push('register');
    if (this.setupCodeWanted) {
      this.setupCodeWanted = false;
      throw refusal(403, 'account.setup_code_required');
    }
    return this.enter();
  }

  async signIn(_login: string, password: string, otp?: string): Promise<Account> {
    this.calls.push('signIn');
    if (password === 'wrongwrong') throw refusal(401, 'auth.wrong_credentials');
    if (this.otpWanted && !otp) throw refusal(401, 'auth.otp_required', { otp: 'auth.otp_required' });
    if (this.otpWanted && otp !== this.otpWanted)
      throw refusal(401, 'auth.otp_wrong', { otp: 'auth.otp_wrong' });
    return this.enter();
  }

  signInExternal = async () => this.enter();

  async signInByCode(phone: string, code: string): Promise<Account> {
    this.calls.push(`signInByCode ${phone}`);
    if (code !== '123456') throw refusal(401, 'auth.code_wrong', { code: 'auth.code_wrong' });
    return this.enter();
  }

  private enter(): Account {
    this.account = this.data.account;
    this.emit('account', this.account);
    return this.account;
  }

  async signOut(): Promise<void> {
    this.account = null;
    this.emit('account', null);
  }

  async changePassword(current: string): Promise<void> {
    if (current === 'wrongwrong')
      throw refusal(403, 'account.wrong_password', { current_password: 'account.wrong_password' });
    await this.endSessions(false);
  }

  async endSessions(all: boolean): Promise<void> {
    if (all) return this.signOut();
    this.tellSessions(this.sessions.filter((each) => each.current));
  }

  retryNow(): void {
    this.calls.push('retryNow');
    this.go({ state: 'online' });
  }

  go(connection: Events['connection']): void {
    this.connection = connection;
    this.emit('connection', connection);
  }

  async open(conversationId: string): Promise<TimelineView> {
    const all = this.logs.get(conversationId);
    if (!all) throw refusal(404, 'not_found');
    this.openedRead.set(conversationId, this.conversation(conversationId)?.read_seq ?? 0);
    this.loadedFrom.set(conversationId, Math.max(0, all.length - 50));
    return this.view(conversationId);
  }

  close = (conversationId: string) => void this.loadedFrom.delete(conversationId);

  timeline(conversationId: string): TimelineView | undefined {
    return this.loadedFrom.has(conversationId) ? this.view(conversationId) : undefined;
  }

  async loadOlder(conversationId: string): Promise<void> {
    const from = this.loadedFrom.get(conversationId) ?? 0;
    if (from === 0) return;
    this.loadedFrom.set(conversationId, Math.max(0, from - 50));
    this.emit('timeline', this.view(conversationId));
  }

  send(conversationId: string, text: string, refs?: SendRefs): OutboxItem {
    const item: OutboxItem = {
      clientMsgId: `c-${Math.random()}`,
      conversationId,
      body: { text },
      createdAt: Date.now(),
      state: 'sending',
    };
    this.outbox.push(item);
    if (refs?.mentions) item.mentions = refs.mentions;
    this.calls.push(`send ${text}`);
    this.tell(conversationId, { pending: item, draft: '' });
    if (this.sending !== 'waits') setTimeout(() => this.settle(item), 30);
    return item;
  }

  private settle(item: OutboxItem): void {
    if (this.sending === 'fails') {
      const failed: OutboxItem = { ...item, state: 'failed', code: 'message.too_long' };
      this.outbox = this.outbox.map((each) => (each.clientMsgId === item.clientMsgId ? failed : each));
      return this.tell(item.conversationId, { pending: failed });
    }
    this.outbox = this.outbox.filter((each) => each.clientMsgId !== item.clientMsgId);
    this.receive(item.conversationId, item.body.text, this.data.account.id, item.clientMsgId);
  }

  /** A message arrives, from the peer unless told otherwise. */
  receive(
    conversationId: string,
    text: string,
    senderId?: string,
    clientMsgId = `c-${Math.random()}`,
  ): Message {
    const conversation = this.conversation(conversationId);
    const all = this.logs.get(conversationId) ?? [];
    const peer = conversation?.peer;
    const own = senderId === this.data.account.id;
    const seq = all.length + 1;
    const message: Message = {
      id: `m-${conversationId}-${seq}`,
      conversation_id: conversationId,
      seq,
      cnt: seq,
      rev: null,
      client_msg_id: clientMsgId,
      sender: own
        ? { id: this.data.account.id, name: this.data.account.nickname, avatar: null, deleted: false }
        : { id: peer?.id ?? '', name: peer?.name ?? '', avatar: null, deleted: false },
      kind: 'text',
      reply_to: null,
      mentions: null,
      body: { text },
      created_at: new Date().toISOString(),
    };
    this.logs.set(conversationId, [...all, message]);
    this.tell(conversationId, {
      last_message: message,
      last_seq: seq,
      pending: undefined,
      unread: own ? 0 : (conversation?.unread ?? 0) + 1,
    });
    return message;
  }

  retry(clientMsgId: string): void {
    const item = this.outbox.find((each) => each.clientMsgId === clientMsgId);
    if (item) this.settle(item);
  }

  discard(clientMsgId: string): void {
    const item = this.outbox.find((each) => each.clientMsgId === clientMsgId);
    this.outbox = this.outbox.filter((each) => each.clientMsgId !== clientMsgId);
    if (item) this.tell(item.conversationId, { pending: undefined });
  }

  markRead(conversationId: string, seq: number): void {
    const conversation = this.conversation(conversationId);
    if (!conversation || seq <= conversation.read_seq) return;
    this.calls.push(`read ${seq}`);
    this.tell(conversationId, {
      read_seq: seq,
      unread: seq >= conversation.last_seq ? 0 : conversation.unread,
    });
  }

  setDraft(conversationId: string, text: string): void {
    if (this.conversation(conversationId)?.draft !== text) this.tell(conversationId, { draft: text });
  }

  async arrange(id: string, change: ConversationChange): Promise<void> {
    this.calls.push(`arrange ${JSON.stringify(change)}`);
    const item = this.conversation(id);
    if (!item) return;
    const { archived, hidden, draft: _draft, ...rest } = change;
    const settings = { ...item.settings, ...(rest as Partial<ConversationView['settings']>) };
    this.tell(id, { settings, archived: archived ?? item.archived, hidden: hidden ?? item.hidden });
  }

  async person(userId: string): Promise<Person> {
    const found = this.data.people.find((person) => person.id === userId);
    if (!found) throw refusal(404, 'not_found');
    return found;
  }

  async findPeople(query: string): Promise<readonly Person[]> {
    return this.data.people.filter((person) => person.username === query.toLowerCase());
  }

  async requestContact(userId: string, note: string): Promise<FriendRequest> {
    const to = this.data.people.find((person) => person.id === userId);
    if (!to) throw refusal(404, 'not_found');
    const request = requestOf(this.data.account, to, note);
    this.friendRequests = [request, ...this.friendRequests];
    this.emit('friendRequests', this.friendRequests);
    return request;
  }

  acceptRequest = (id: string) => this.decide(id, 'accepted');
  refuseRequest = (id: string) => this.decide(id, 'refused');

  async decide(id: string, state: FriendRequest['state']): Promise<FriendRequest> {
    this.calls.push(`${state} ${id}`);
    this.friendRequests = this.friendRequests.map((each) =>
      each.id === id ? { ...each, state, decided_at: new Date().toISOString() } : each,
    );
    this.emit('friendRequests', this.friendRequests);
    const decided = this.friendRequests.find((each) => each.id === id);
    if (!decided) throw refusal(404, 'not_found');
    return decided;
  }

  async openDirect(userId: string): Promise<string> {
    const found = this.conversations.find((item) => item.peer?.id === userId);
    if (!found) throw refusal(403, 'conversation.not_contacts');
    return found.id;
  }

  private conversation(id: string): ConversationView | undefined {
    return this.conversations.find((item) => item.id === id);
  }

  private tell(id: string, change: Partial<ConversationView>): void {
    this.conversations = this.conversations.map((item) => (item.id === id ? { ...item, ...change } : item));
    this.emit('conversations', this.conversations);
    if (this.loadedFrom.has(id)) this.emit('timeline', this.view(id));
  }

  private view(id: string): TimelineView {
    const from = this.loadedFrom.get(id) ?? 0;
    const conversation = this.conversation(id);
    return {
      conversationId: id,
      messages: (this.logs.get(id) ?? []).slice(from),
      outbox: this.outbox.filter((item) => item.conversationId === id),
      hasOlder: from > 0,
      hasNewer: false,
      loading: false,
      openedReadSeq: this.openedRead.get(id) ?? 0,
      peerDeliveredSeq: conversation?.peer_delivered_seq ?? 0,
      peerReadSeq: conversation?.peer_read_seq ?? 0,
    };
  }
}
