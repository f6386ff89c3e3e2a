import type { ClientFrame, Message, ServerFrame } from '../wire';
import { changed, changesSince, recalled } from './fake-changes';
import { FakeHttp, type CookieJar } from './fake-http';
import { FakeSocket } from './fake-socket';
import { FakeState, type Events, type Room } from './fake-state';

type Send = Extract<ClientFrame, { type: 'send_message' }>;
type Said = Pick<Message, 'kind' | 'body'>;

/** The server of the contract in memory, with knobs for what can go wrong. */
export class FakeServer {
  readonly state = new FakeState();
  readonly sockets = new Set<FakeSocket>();
  /** Every frame that arrived, for assertions. */
  readonly received: { userId: string; frame: ClientFrame }[] = [];
  /** Paths that are refused. */
  readonly refusals = new Map<string, { status: number; code: string }>();
  /** Texts that are refused, with the code and how often. */
  readonly refusedTexts = new Map<string, { code: string; times: number }>();
  up = true;
  /** Acks that get lost after the commit. */
  dropAcks = 0;
  /** Pushes that get lost. */
  dropPushes = 0;
  readonly #http = new FakeHttp(this);

  /** One browser: a cookie jar of its own. */
  browser() {
    const jar: CookieJar = { refresh: null };
    // Bound here: the socket constructor below has a `this` of its own.
    const open = (url: string): FakeSocket => new FakeSocket(this, url);
    return {
      fetch: (async (input: string | URL | Request, init: RequestInit = {}) => {
        await Promise.resolve();
        if (!this.up) throw new TypeError('fetch failed');
        return this.#http.answer(jar, new URL(String(input), 'http://fake'), init);
      }) as typeof fetch,
      WebSocket: function (url: string) {
        return open(url);
      } as unknown as new (url: string) => WebSocket,
    };
  }

  /** Killed: lines cut, no goodbye. */
  kill(code = 1006): void {
    this.up = false;
    this.cutSockets(code);
  }

  start(): void {
    this.up = true;
  }

  cutSockets(code = 1006): void {
    for (const socket of [...this.sockets]) socket.cut(code);
  }

  closeSockets(userId: string, code: number): void {
    for (const socket of [...this.sockets]) if (socket.userId === userId) socket.cut(code);
  }

  admit(ticket: string): string | null {
    const userId = this.up ? (this.state.tickets.get(ticket) ?? null) : null;
    this.state.tickets.delete(ticket);
    return userId;
  }

  frames<T extends ClientFrame['type']>(type: T): Extract<ClientFrame, { type: T }>[] {
    return this.received
      .map((entry) => entry.frame)
      .filter((frame): frame is Extract<ClientFrame, { type: T }> => frame.type === type);
  }

  push(userId: string, frame: ServerFrame, except?: FakeSocket): void {
    for (const socket of this.sockets) {
      if (socket.userId === userId && socket !== except) socket.deliver(frame);
    }
  }

  event(userId: string, kind: Events['kind'], ref: string): void {
    const event = this.state.note(userId, kind, ref);
    this.push(userId, { type: 'account_events', ref: null, items: [event], last_useq: event.useq });
  }

  /** Commits a message as if another device had sent it. `quiet`: the push is lost. */
  say(room: Room, from: string, text: string, quiet = false): Message {
    const key = this.state.id('key');
    return this.#commit(room, from, key, { kind: 'text', body: { text } }, undefined, quiet);
  }

  /** Changes a message as if another device had. `quiet`: the push is lost. */
  change(room: Room, seq: number, change: Partial<Message>, quiet = false): Message {
    const message = changed(room, seq, change);
    if (!quiet) this.tellChange(room, message);
    return message;
  }

  recall(room: Room, seq: number, quiet = false): Message {
    const message = recalled(room, seq, room.messages[seq - 1]!.sender.id);
    if (!quiet) this.tellChange(room, message);
    return message;
  }

  tellChange(room: Room, message: Message): void {
    const { seq } = message;
    const reactions = message.reactions?.map(({ mine: _mine, ...each }) => each);
    const shared = reactions ? { ...message, reactions } : message;
    for (const { userId } of room.members) {
      const frame = { conversation_id: room.id, seq, rev: message.rev ?? 0, message: shared };
      this.push(userId, { type: 'message_changed', ...frame });
    }
  }

  receive(socket: FakeSocket, frame: ClientFrame): void {
    const userId = socket.userId!;
    if (!this.up) return;
    this.received.push({ userId, frame });
    switch (frame.type) {
      case 'hello':
        return this.#hello(socket, userId);
      case 'ping':
        return socket.deliver({ type: 'pong', t: frame.t ?? 0 });
      case 'send_message':
        return this.#send(socket, userId, frame);
      case 'pull':
        return this.#pull(socket, frame);
      case 'changes': {
        const room = this.state.rooms.get(frame.conversation_id)!;
        return socket.deliver(changesSince(room, frame.since, frame.ref ?? null));
      }
      case 'account': {
        const items = (this.state.events.get(userId) ?? []).filter((e) => e.useq > frame.since);
        const last_useq = this.state.events.get(userId)?.length ?? 0;
        return socket.deliver({ type: 'account_events', ref: frame.ref ?? null, items, last_useq });
      }
      case 'read':
      case 'delivered':
        return this.#cursor(userId, frame);
      default:
        return;
    }
  }

  #hello(socket: FakeSocket, userId: string): void {
    socket.deliver({
      type: 'ready',
      session_id: 'session',
      user_id: userId,
      server_time: this.state.time(),
      heartbeat_s: 25,
      edit_window_s: 900,
      recall_window_s: 120,
    });
    const items = [...this.state.rooms.values()]
      .filter((room) => room.members.some((m) => m.userId === userId))
      .map((room) => ({ conversation_id: room.id, ...this.state.numbers(room, userId) }));
    const useq = this.state.events.get(userId)?.length ?? 0;
    socket.deliver({ type: 'heads', useq, items, more: false });
  }

  #send(socket: FakeSocket, userId: string, frame: Send): void {
    const text = String((frame.body as { text?: unknown }).text ?? '');
    const refused = this.refusedTexts.get(text);
    if (refused !== undefined && refused.times > 0) {
      refused.times -= 1;
      const error = { ref: frame.ref ?? null, code: refused.code, message: '', retry_after: null };
      return socket.deliver({ type: 'error', ...error });
    }
    const room = this.state.rooms.get(frame.conversation_id)!;
    const known = room.messages.find(
      (m) => m.client_msg_id === frame.client_msg_id && m.sender.id === userId,
    );
    const message =
      known ?? this.#commit(room, userId, frame.client_msg_id, this.#said(frame), socket, false);
    if (this.dropAcks > 0) {
      this.dropAcks -= 1;
      return;
    }
    const { id, seq, cnt, created_at } = message;
    socket.deliver({
      type: 'ack',
      ref: frame.ref ?? null,
      client_msg_id: frame.client_msg_id,
      conversation_id: room.id,
      message: { id, seq, cnt, created_at },
      duplicate: known !== undefined,
    });
  }

  /** A frame has the number of a person, a message the card. */
  #said({ kind, body }: Send): Said {
    const { text = '', user_id } = body as { text?: string; user_id?: string };
    return kind === 'card'
      ? { kind, body: { text, card: this.state.profile(user_id!) } }
      : { kind: 'text', body: { text } };
  }

  #commit(room: Room, from: string, key: string, said: Said, by?: FakeSocket, quiet = false): Message {
    const seq = room.messages.length + 1;
    const { id, name, avatar } = this.state.profile(from);
    const message: Message = {
      id: this.state.id('message'),
      conversation_id: room.id,
      seq,
      cnt: seq,
      rev: null,
      client_msg_id: key,
      sender: { id, name, avatar, deleted: false },
      ...said,
      created_at: this.state.time(),
      reply_to: null,
      mentions: null,
    };
    room.messages.push(message);
    if (quiet) return message;
    for (const member of room.members) {
      if (this.dropPushes > 0 && member.userId !== from) this.dropPushes -= 1;
      else this.push(member.userId, { type: 'new_message', message }, by);
    }
    return message;
  }

  #pull(socket: FakeSocket, frame: Extract<ClientFrame, { type: 'pull' }>): void {
    const room = this.state.rooms.get(frame.conversation_id)!;
    const lost = this.state.lost.get(room.id) ?? new Set<number>();
    const items = room.messages.filter((m) => frame.from <= m.seq && m.seq <= frame.to && !lost.has(m.seq));
    const conversation_id = room.id;
    const { from, to } = frame;
    for (const seq of lost) {
      if (from <= seq && seq <= to)
        socket.deliver({ type: 'unavailable', conversation_id, from: seq, to: seq });
    }
    socket.deliver({ type: 'messages', ref: frame.ref ?? null, conversation_id, from, to, items });
  }

  #cursor(userId: string, frame: Extract<ClientFrame, { type: 'read' | 'delivered' }>): void {
    const room = this.state.rooms.get(frame.conversation_id);
    // As on the server: a cursor in a conversation that is gone moves nothing.
    if (!room) return;
    const member = this.state.member(room, userId);
    const peer = this.state.other(room, userId).userId;
    const { conversation_id, seq } = frame;
    member.deliveredSeq = Math.max(member.deliveredSeq, seq);
    if (frame.type === 'read') member.readSeq = Math.max(member.readSeq, seq);
    const note = { type: frame.type, conversation_id, user_id: userId, seq } as const;
    if (note.type === 'delivered') return this.push(peer, { ...note, type: 'delivered' });
    const untold = { read_cnt: null, own_cnt: null, last_seq: null, last_cnt: null };
    this.push(peer, { ...note, ...untold, type: 'read' });
    const { read_cnt, own_cnt, last_seq, last_cnt } = this.state.numbers(room, userId);
    this.push(userId, { ...note, type: 'read', read_cnt, own_cnt, last_seq, last_cnt });
  }
}
