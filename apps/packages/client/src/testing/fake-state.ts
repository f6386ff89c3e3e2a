import { PLAIN } from '../sync/settings';
import type { Account, Contact, Conversation, ConversationSettings, FriendRequest, Message } from '../wire';

/** A membership with its cursors. */
export interface Member {
  userId: string;
  readSeq: number;
  deliveredSeq: number;
}

export interface Room {
  id: string;
  members: [Member, Member];
  messages: Message[];
  createdAt: string;
  /** Its card, when it is a group. */
  group?: Conversation['group'];
  /** Newest change of an old message. */
  rev?: number;
  /** Where a member's history begins. */
  visibleFrom?: Map<string, number>;
  /** Ids of messages that a member deleted for himself. */
  hidden?: Map<string, Set<string>>;
  /** How a member keeps it. */
  kept?: Map<string, ConversationSettings>;
}

export interface Events {
  useq: number;
  kind: 'friend_request' | 'contact' | 'conversation' | 'session' | 'message_hidden' | 'history_cleared';
  ref_id: string;
  created_at: string;
}

/** What a server knows. Survives its restarts. */
export class FakeState {
  readonly accounts = new Map<string, Account & { password: string }>();
  readonly cookies = new Map<string, string>();
  readonly tokens = new Map<string, string>();
  readonly tickets = new Map<string, string>();
  readonly rooms = new Map<string, Room>();
  readonly requests: FriendRequest[] = [];
  readonly events = new Map<string, Events[]>();
  /** Numbers of a conversation that nobody gets any more. */
  readonly lost = new Map<string, Set<number>>();
  #serial = 0;

  id(kind: string): string {
    this.#serial += 1;
    return `${kind}-${String(this.#serial).padStart(6, '0')}`;
  }

  time(): string {
    return new Date(1_800_000_000_000 + this.#serial * 1000).toISOString();
  }

  profile(userId: string) {
    const { id, username, nickname, avatar } = this.accounts.get(userId)!;
    return { id, username, name: nickname, avatar: avatar ?? null, deleted: false };
  }

  roomOf(a: string, b: string): Room | undefined {
    return [...this.rooms.values()].find((room) =>
      [a, b].every((id) => room.members.some((member) => member.userId === id)),
    );
  }

  contactsOf(userId: string): Contact[] {
    return this.requests
      .filter((r) => r.state === 'accepted' && (r.from.id === userId || r.to.id === userId))
      .map((r) => ({
        user: r.from.id === userId ? r.to : r.from,
        conversation_id: r.conversation_id ?? null,
        remark: null,
        starred: false,
        tags: [],
        letter: '#',
        sound: '',
        initials: '',
        created_at: r.created_at,
      }));
  }

  openRoom(a: string, b: string): Room {
    const known = this.roomOf(a, b);
    if (known) return known;
    const member = (userId: string): Member => ({ userId, readSeq: 0, deliveredSeq: 0 });
    const room: Room = {
      id: this.id('room'),
      members: [member(a), member(b)],
      messages: [],
      createdAt: this.time(),
    };
    this.rooms.set(room.id, room);
    return room;
  }

  member(room: Room, userId: string): Member {
    return room.members.find((member) => member.userId === userId)!;
  }

  other(room: Room, userId: string): Member {
    return room.members.find((member) => member.userId !== userId)!;
  }

  /** Own messages above the read cursor, counted the slow and certain way. */
  ownCnt(room: Room, userId: string): number {
    const { readSeq } = this.member(room, userId);
    return room.messages.filter((m) => m.seq > readSeq && m.sender.id === userId).length;
  }

  numbers(room: Room, userId: string) {
    const me = this.member(room, userId);
    const peer = room.group ? { readSeq: 0, deliveredSeq: 0 } : this.other(room, userId);
    return {
      last_seq: room.messages.length,
      last_cnt: room.messages.length,
      last_rev: room.rev ?? 0,
      member_rev: 1,
      read_seq: me.readSeq,
      read_cnt: me.readSeq,
      own_cnt: this.ownCnt(room, userId),
      visible_from: room.visibleFrom?.get(userId) ?? 1,
      mention_seq: 0,
      peer_read_seq: peer.readSeq,
      peer_delivered_seq: peer.deliveredSeq,
    };
  }

  conversation(room: Room, userId: string): Conversation {
    const last = room.messages.findLast(({ id }) => !room.hidden?.get(userId)?.has(id)) ?? null;
    const numbers = this.numbers(room, userId);
    return {
      id: room.id,
      kind: room.group ? 'group' : 'direct',
      peer: room.group ? null : this.profile(this.other(room, userId).userId),
      group: room.group ?? null,
      last_message: last,
      ...numbers,
      unread: numbers.last_cnt - numbers.read_cnt - numbers.own_cnt,
      last_activity_at: last?.created_at ?? room.createdAt,
      settings: room.kept?.get(userId) ?? PLAIN,
    };
  }

  note(userId: string, kind: Events['kind'], ref_id: string): Events {
    const list = this.events.get(userId) ?? [];
    const event = { useq: list.length + 1, kind, ref_id, created_at: this.time() };
    list.push(event);
    this.events.set(userId, list);
    return event;
  }
}
