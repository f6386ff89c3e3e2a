import type { Api, Page } from './api';
import type { Engine } from './engine';
import type { Progress } from './upload';
import type {
  AddedMembers,
  Group,
  GroupCard,
  GroupChange,
  GroupInvite,
  GroupMember,
  GroupRequest,
  JoinResult,
  MemberChange,
  NewGroupInvite,
  NewInvite,
  Role,
} from './wire';

/** Members in one question about who leads a group: few groups have more. */
const LEADERS = 20;
const MOST_LEADERS = 500;

/** Everything about groups but their messages. A group's id is its conversation's. */
export interface GroupCommands {
  /** The id of the new conversation, which is in the list by then. */
  create(name: string, memberIds: readonly string[]): Promise<string>;
  /** Groups that may be found by their name. */
  find(query: string): Promise<readonly GroupCard[]>;
  load(id: string): Promise<Group>;
  change(id: string, change: GroupChange): Promise<Group>;
  /** The middle square becomes the group's picture; null takes it away. */
  setPicture(id: string, file: Blob | null, progress?: Progress): Promise<Group>;
  /** For all members, for good. */
  dissolve(id: string): Promise<void>;
  leave(id: string): Promise<void>;
  transfer(id: string, userId: string): Promise<void>;
  join(id: string, note: string): Promise<JoinResult>;
  /** Up to 200 a page, owner and admins first. */
  members(id: string, query?: string, cursor?: string): Promise<Page<GroupMember>>;
  /** The owner and the admins, by their ids. */
  leaders(id: string): Promise<ReadonlyMap<string, Role>>;
  add(id: string, userIds: readonly string[]): Promise<AddedMembers>;
  changeMember(id: string, userId: string, change: MemberChange): Promise<GroupMember>;
  /** With `ban` the person cannot come back until the ban is lifted. */
  remove(id: string, userId: string, ban: boolean): Promise<void>;
  bans(id: string): Promise<readonly GroupMember[]>;
  unban(id: string, userId: string): Promise<void>;
  /** Who waits for an answer, the longest waiting first. */
  requests(id: string): Promise<readonly GroupRequest[]>;
  decide(id: string, request: string, decision: 'accept' | 'refuse'): Promise<GroupRequest>;
  invites(id: string): Promise<readonly GroupInvite[]>;
  /** The code is told this once. */
  invite(id: string, terms: NewInvite): Promise<NewGroupInvite>;
  revoke(id: string, invite: string): Promise<void>;
  /** What an invitation leads to. */
  invitation(code: string): Promise<GroupCard>;
  accept(code: string, note: string): Promise<JoinResult>;
}

export class Groups implements GroupCommands {
  readonly #api: Api;
  readonly #engine: () => Engine;

  constructor(api: Api, engine: () => Engine) {
    this.#api = api;
    this.#engine = engine;
  }

  async create(name: string, memberIds: readonly string[]): Promise<string> {
    const { id } = await this.#api.createGroup(name, memberIds);
    await this.#engine().chats.fetch(id);
    return id;
  }

  async find(query: string): Promise<readonly GroupCard[]> {
    return (await this.#api.findGroups(query)).items;
  }

  load = (id: string): Promise<Group> => this.#api.group(id);
  change = (id: string, change: GroupChange): Promise<Group> => this.#api.changeGroup(id, change);
  setPicture = (id: string, file: Blob | null, progress: Progress = () => {}): Promise<Group> =>
    file ? this.#api.setGroupPicture(id, file, progress) : this.#api.removeGroupPicture(id);
  dissolve = (id: string): Promise<void> => this.#api.dissolveGroup(id);
  transfer = (id: string, userId: string): Promise<void> => this.#api.transferGroup(id, userId);

  /** The feed will say the same, but who pressed the button should not wait for it. */
  async leave(id: string): Promise<void> {
    await this.#api.leaveGroup(id);
    this.#engine().chats.remove(id);
  }

  async join(id: string, note: string): Promise<JoinResult> {
    return this.#joined(await this.#api.joinGroup(id, note));
  }

  async accept(code: string, note: string): Promise<JoinResult> {
    return this.#joined(await this.#api.joinByInvite(code, note));
  }

  members = (id: string, query?: string, cursor?: string): Promise<Page<GroupMember>> =>
    this.#api.groupMembers(id, query, cursor);
  async leaders(id: string): Promise<ReadonlyMap<string, Role>> {
    const leaders = new Map<string, Role>();
    let cursor: string | undefined;
    // They stand first in the list.
    do {
      const page = await this.#api.groupMembers(id, undefined, cursor, LEADERS);
      for (const { user, role } of page.items) if (role !== 'member') leaders.set(user.id, role);
      cursor = page.items.every(({ role }) => role !== 'member')
        ? (page.next_cursor ?? undefined)
        : undefined;
    } while (cursor !== undefined && leaders.size < MOST_LEADERS);
    return leaders;
  }

  add = (id: string, userIds: readonly string[]): Promise<AddedMembers> => this.#api.addMembers(id, userIds);
  changeMember = (id: string, userId: string, change: MemberChange): Promise<GroupMember> =>
    this.#api.changeMember(id, userId, change);
  remove = (id: string, userId: string, ban: boolean): Promise<void> =>
    this.#api.removeMember(id, userId, ban);
  bans = (id: string): Promise<readonly GroupMember[]> => this.#api.groupBans(id);
  unban = (id: string, userId: string): Promise<void> => this.#api.unban(id, userId);
  requests = (id: string): Promise<readonly GroupRequest[]> => this.#api.groupRequests(id);
  decide = (id: string, request: string, decision: 'accept' | 'refuse'): Promise<GroupRequest> =>
    this.#api.decideGroupRequest(id, request, decision);
  invites = (id: string): Promise<readonly GroupInvite[]> => this.#api.groupInvites(id);
  invite = (id: string, terms: NewInvite): Promise<NewGroupInvite> => this.#api.createInvite(id, terms);
  revoke = (id: string, invite: string): Promise<void> => this.#api.revokeInvite(id, invite);
  invitation = (code: string): Promise<GroupCard> => this.#api.invite(code);

  async #joined(result: JoinResult): Promise<JoinResult> {
    if (result.joined) await this.#engine().chats.fetch(result.conversation_id);
    return result;
  }
}
