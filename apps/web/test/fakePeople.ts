import type {
  Account,
  BlockedPerson,
  Contact,
  ContactChange,
  FriendRequest,
  OutboxItem,
  People,
  Person,
  Report,
  ReportReason,
  ReportTarget,
} from '@kamachat/client';
import type { FakeClient } from './fakeClient';
import { refusal } from './refusal';

/** What a client without a network does about people. */
export class FakePeople implements People {
  blocked: readonly BlockedPerson[] = [];

  constructor(private readonly client: FakeClient) {}

  async change(userId: string, change: ContactChange): Promise<Contact> {
    this.client.calls.push(`change ${userId} ${JSON.stringify(change)}`);
    const changed = (each: Contact) => ({ ...each, ...change, tags: change.tags ?? each.tags }) as Contact;
    this.tell(this.client.contacts.map((each) => (each.user.id === userId ? changed(each) : each)));
    const found = this.client.contacts.find((each) => each.user.id === userId);
    if (!found) throw refusal(404, 'not_found');
    return found;
  }

  async remove(userId: string): Promise<void> {
    this.client.calls.push(`remove ${userId}`);
    this.tell(this.client.contacts.filter((each) => each.user.id !== userId));
  }

  withdraw = (requestId: string): Promise<FriendRequest> => this.client.decide(requestId, 'withdrawn');
  blocks = async () => this.blocked;

  async block(userId: string): Promise<void> {
    this.client.calls.push(`block ${userId}`);
    const user = this.client.contacts.find((each) => each.user.id === userId)?.user;
    if (user) this.blocked = [...this.blocked, { user, created_at: new Date().toISOString() }];
  }

  async unblock(userId: string): Promise<void> {
    this.client.calls.push(`unblock ${userId}`);
    this.blocked = this.blocked.filter((each) => each.user.id !== userId);
  }

  async report(target: ReportTarget, reason: ReportReason, text: string): Promise<Report> {
    const [kind, ...place] = Object.values(target);
    this.client.calls.push(`report ${[kind, ...place].join(' ')} ${reason}: ${text}`);
    return { id: 'report', created_at: new Date().toISOString(), duplicate: false };
  }

  shareCard(conversationId: string, person: { id: string }): OutboxItem {
    this.client.calls.push(`card ${person.id} to ${conversationId}`);
    return {
      clientMsgId: 'k-card',
      conversationId,
      body: { text: '' },
      createdAt: Date.now(),
      state: 'sending',
    };
  }

  private tell(contacts: readonly Contact[]): void {
    this.client.contacts = contacts;
    this.client.emit('contacts', contacts);
  }
}

/** A request that was just made. */
export function requestOf(account: Account, to: Person, note: string): FriendRequest {
  return {
    id: `r-${to.id}`,
    from: {
      id: account.id,
      username: account.username,
      name: account.nickname,
      avatar: null,
      deleted: false,
    },
    to: { id: to.id, username: to.username, name: to.name, avatar: to.avatar, deleted: false },
    note,
    state: 'pending',
    created_at: new Date().toISOString(),
    decided_at: null,
    conversation_id: null,
  };
}
