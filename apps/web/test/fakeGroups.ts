import type {
  Group,
  GroupCard,
  GroupChange,
  GroupCommands,
  GroupInvite,
  GroupMember,
  GroupRequest,
  MemberChange,
} from '@kamachat/client';
import { refusal } from './refusal';

/** A group with the given rules; the caller is its owner unless told otherwise. */
export function makeGroup(change: Partial<Group> = {}): Group {
  return {
    id: 'g-kite',
    name: 'Kite club',
    created_at: '2026-03-01T08:00:00Z',
    avatar: null,
    faces: [],
    history_policy: 'all',
    join_policy: 'open',
    max_members: 5000,
    me: { role: 'owner', alias: null, joined_at: null, silenced_until: null },
    member_count: 3,
    member_rev: 1,
    muted_all_until: null,
    notice: null,
    notice_at: null,
    notice_by: null,
    owner_id: 'u-me',
    searchable: false,
    slow_mode_s: 0,
    state: 'active',
    who_may_invite: 'everyone',
    who_may_mention_all: 'admins',
    who_may_pin: 'admins',
    who_may_post: 'everyone',
    ...change,
  };
}

export function makeMember(id: string, change: Partial<GroupMember> = {}): GroupMember {
  return {
    user: { id, username: id, name: id, avatar: null, deleted: false },
    role: 'member',
    alias: null,
    invited_by: null,
    joined_at: null,
    silenced_until: null,
    ...change,
  };
}

/** One group without a server behind it; `calls` says what was asked of it. */
export class FakeGroups implements GroupCommands {
  group = makeGroup();
  list: GroupMember[] = [];
  waiting: GroupRequest[] = [];
  cards: GroupCard[] = [];
  readonly calls: string[] = [];

  async create(name: string, memberIds: readonly string[]) {
    this.calls.push(`create ${name} ${memberIds.join(',')}`);
    return this.group.id;
  }
  find = async (query: string) => this.cards.filter((card) => card.name.includes(query));
  load = async () => this.group;
  async change(_id: string, change: GroupChange) {
    this.calls.push(`change ${JSON.stringify(change)}`);
    this.group = { ...this.group, ...(change as Partial<Group>) };
    return this.group;
  }
  async setPicture(_id: string, file: Blob | null) {
    this.calls.push(file ? 'picture' : 'no picture');
    this.group = { ...this.group, avatar: file ? 'picture-1' : null };
    return this.group;
  }
  dissolve = (id: string) => this.#note(`dissolve ${id}`);
  leave = (id: string) => this.#note(`leave ${id}`);
  transfer = (_id: string, userId: string) => this.#note(`transfer ${userId}`);
  join = async () => ({ conversation_id: this.group.id, joined: this.group.join_policy === 'open' });
  async members(_id: string, query = '', cursor = '0') {
    const found = this.list.filter((member) => member.user.name.includes(query));
    const from = Number(cursor);
    const next = from + 200 < found.length ? String(from + 200) : null;
    this.calls.push(`members ${query} ${cursor}`);
    return { items: found.slice(from, from + 200), next_cursor: next };
  }
  leaders = async () => {
    const leads = this.list.filter(({ role }) => role !== 'member');
    return new Map(leads.map(({ user, role }) => [user.id, role]));
  };
  banned: GroupMember[] = [];
  add = async (_id: string, userIds: readonly string[]) => ({ added: [...userIds], asked: [] });
  async changeMember(_id: string, userId: string, change: MemberChange) {
    this.calls.push(`member ${userId} ${JSON.stringify(change)}`);
    const found = this.list.find((member) => member.user.id === userId);
    if (!found) throw refusal(404, 'group.no_such_member');
    return found;
  }
  remove = (_id: string, userId: string, ban: boolean) => this.#note(`remove ${userId} ${ban}`);
  bans = async () => this.banned;
  unban = (_id: string, userId: string) => {
    this.banned = this.banned.filter(({ user }) => user.id !== userId);
    return this.#note(`unban ${userId}`);
  };
  requests = async () => this.waiting;
  async decide(_id: string, request: string, decision: 'accept' | 'refuse') {
    await this.#note(`${decision} ${request}`);
    return this.waiting[0] as GroupRequest;
  }
  invites = async (): Promise<GroupInvite[]> => [];
  async invite() {
    const at = '2026-03-01T08:00:00Z';
    const invite = { id: 'i-1', created_at: at, expires_at: at, created_by: null, max_uses: null, uses: 0 };
    return { code: 'code', invite };
  }
  revoke = (_id: string, invite: string) => this.#note(`revoke ${invite}`);
  async invitation(code: string) {
    const card = this.cards[0];
    if (!card || code !== 'code') throw refusal(404, 'not_found');
    return card;
  }
  accept = () => this.join();

  async #note(call: string): Promise<void> {
    this.calls.push(call);
  }
}
