import { arranged } from '../sync/settings';
import type { Account, ConversationChange, FriendRequest } from '../wire';
import { changeByRoute } from './fake-changes';
import { history } from './fake-history';
import type { FakeServer } from './fake-server';
import type { FakeState, Room } from './fake-state';

/** A browser's cookie. Scripts never see it; the fake network does. */
export interface CookieJar {
  refresh: string | null;
}

class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
  ) {
    super(code);
  }
}

type Body = Record<string, string | number | object>;

/** The routes of the contract that the client uses. */
export class FakeHttp {
  readonly #server: FakeServer;
  readonly #state: FakeState;

  constructor(server: FakeServer) {
    this.#server = server;
    this.#state = server.state;
  }

  answer(jar: CookieJar, url: URL, init: RequestInit): Response {
    const headers = new Headers(init.headers);
    const body = (typeof init.body === 'string' ? JSON.parse(init.body) : {}) as Body;
    const path = url.pathname.replace('/api/v1/', '');
    try {
      const refusal = this.#server.refusals.get(path);
      if (refusal !== undefined) throw new Refusal(refusal.status, refusal.code);
      const open = this.#anonymous(jar, `${init.method} ${path}`, body);
      if (open !== undefined) return json(open);
      const userId = this.#state.tokens.get(headers.get('Authorization')?.slice(7) ?? '');
      if (userId === undefined) throw new Refusal(401, 'auth.unauthenticated');
      const result = this.#authed(jar, userId, `${init.method} ${path}`, url.searchParams, body);
      return result === null ? new Response(null, { status: 204 }) : json(result);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const problem = { type: 'about:blank', title: '', status: error.status, detail: '', code: error.code };
      return new Response(JSON.stringify(problem), { status: error.status });
    }
  }

  #anonymous(jar: CookieJar, route: string, body: Body): object | undefined {
    if (route === 'POST auth/register') return this.#session(jar, this.#register(body));
    if (route === 'POST auth/login') {
      const accounts = [...this.#state.accounts.values()];
      const found = accounts.find((a) => a.username === body.login && a.password === body.password);
      if (found === undefined) throw new Refusal(401, 'auth.wrong_credentials');
      return this.#session(jar, found.id);
    }
    if (route === 'POST auth/refresh') {
      const userId = this.#state.cookies.get(jar.refresh ?? '');
      if (userId === undefined) throw new Refusal(401, 'auth.refresh_invalid');
      this.#state.cookies.delete(jar.refresh ?? '');
      return this.#session(jar, userId);
    }
    return undefined;
  }

  #register(body: Body): string {
    const id = this.#state.id('user');
    const account = {
      id,
      username: String(body.username),
      nickname: String(body.nickname ?? body.username),
      email: null,
      email_verified: false,
      phone: null,
      avatar: null,
      signature: null,
      gender: 'unset',
      birthday: null,
      status_text: null,
      role: 'user',
      created_at: this.#state.time(),
      password: String(body.password),
    } as Account & { password: string };
    this.#state.accounts.set(id, account);
    return id;
  }

  #session(jar: CookieJar, userId: string): object {
    const token = this.#state.id('token');
    jar.refresh = this.#state.id('cookie');
    this.#state.tokens.set(token, userId);
    this.#state.cookies.set(jar.refresh, userId);
    const { password: _secret, ...user } = this.#state.accounts.get(userId)!;
    return { user, access_token: token, refresh_token: null, expires_in: 900 };
  }

  #authed(jar: CookieJar, me: string, route: string, query: URLSearchParams, body: Body): object | null {
    const state = this.#state;
    const room = state.rooms.get(/conversations\/([^/]+)/.exec(route)?.[1] ?? '');
    switch (route) {
      case 'POST auth/logout':
        state.cookies.delete(jar.refresh ?? '');
        this.#server.closeSockets(me, 4003);
        return null;
      case 'POST socket-tickets': {
        const ticket = state.id('ticket');
        state.tickets.set(ticket, me);
        return { ticket, expires_in: 30 };
      }
      case 'GET me': {
        const { password: _secret, ...account } = state.accounts.get(me)!;
        return account;
      }
      case 'GET me/settings':
        return { language: 'system', theme: 'system', read_receipts: true };
      case 'GET users':
        return page(
          [...state.accounts.values()]
            .filter((a) => a.username === query.get('q'))
            .map((a) => ({ ...state.profile(a.id), relation: 'none', blocked: false })),
        );
      case 'GET contacts':
        return page(state.contactsOf(me));
      case 'GET friend-requests':
        return page(state.requests.filter((r) => r.from.id === me || r.to.id === me).reverse());
      case 'POST friend-requests':
        return this.#request(me, String(body.user_id), String(body.note));
      case 'GET conversations':
        return page([...state.rooms.values()].filter(has(me)).map((r) => state.conversation(r, me)));
      case 'POST conversations/direct':
        return state.conversation(state.openRoom(me, String(body.user_id)), me);
      default:
        break;
    }
    const decided = /POST friend-requests\/([^/]+)\/accept/.exec(route)?.[1];
    if (decided !== undefined) return this.#accept(decided);
    if (room === undefined || !has(me)(room)) throw new Refusal(404, 'not_found');
    if (route.includes('/messages/')) return this.#change(room, me, route, body);
    if (route.startsWith('DELETE') && route.endsWith('/messages')) return this.#clear(room, me);
    if (route.startsWith('PATCH')) return this.#arrange(room, me, body);
    if (!route.endsWith('/messages')) return state.conversation(room, me);
    return history(room, me, query);
  }

  #change(room: Room, me: string, route: string, body: Body): object | null {
    const [, seq] = /^DELETE .*\/messages\/(\d+)$/.exec(route) ?? [];
    if (seq !== undefined) {
      const { id } = room.messages[Number(seq) - 1]!;
      const mine = room.hidden?.get(me) ?? new Set();
      room.hidden = new Map(room.hidden).set(me, mine.add(id));
      this.#server.event(me, 'message_hidden', id);
      return null;
    }
    const { text } = (body.body ?? {}) as { text?: string };
    const edited = /^PATCH .*\/messages\/(\d+)$/.exec(route)?.[1];
    if (edited !== undefined && body.version !== (room.messages[Number(edited) - 1]?.version ?? 0))
      throw new Refusal(409, 'message.edit_conflict');
    const message = changeByRoute(room, me, route, text ?? '');
    if (message === null) throw new Refusal(404, 'not_found');
    this.#server.tellChange(room, message);
    return message;
  }

  #clear(room: Room, me: string): null {
    room.visibleFrom = new Map(room.visibleFrom).set(me, room.messages.length + 1);
    this.#state.member(room, me).readSeq = room.messages.length;
    this.#server.event(me, 'history_cleared', room.id);
    return null;
  }

  #arrange(room: Room, me: string, change: ConversationChange): object {
    const kept = this.#state.conversation(room, me);
    const settings = arranged(kept, change);
    if (change.draft !== undefined) {
      const draft = change.draft && { reply_to: null, ...change.draft, updated_at: this.#state.time() };
      settings.draft = draft;
    }
    room.kept = new Map(room.kept).set(me, settings);
    this.#server.event(me, 'conversation', room.id);
    return { ...kept, settings };
  }

  #request(from: string, to: string, note: string): FriendRequest {
    const state = this.#state;
    const request: FriendRequest = {
      id: state.id('request'),
      from: state.profile(from),
      to: state.profile(to),
      note,
      state: 'pending',
      created_at: state.time(),
      decided_at: null,
      conversation_id: null,
    };
    state.requests.push(request);
    for (const user of [from, to]) this.#server.event(user, 'friend_request', request.id);
    return { ...request };
  }

  #accept(id: string): FriendRequest {
    const state = this.#state;
    const request = state.requests.find((r) => r.id === id)!;
    const room = state.openRoom(request.from.id, request.to.id);
    request.state = 'accepted';
    request.conversation_id = room.id;
    for (const user of [request.from.id, request.to.id]) this.#server.event(user, 'contact', id);
    return { ...request };
  }
}

function has(userId: string) {
  return (room: { members: { userId: string }[] }) => room.members.some((m) => m.userId === userId);
}

function page(items: object[]): object {
  return { items, next_cursor: null };
}

function json(value: object): Response {
  return new Response(JSON.stringify(value), { status: 200 });
}
