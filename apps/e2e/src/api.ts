import { randomUUID } from 'node:crypto';
import type { Registration } from './pages/sign-in';

export interface StoredMessage {
  seq: number;
  version?: number;
  client_msg_id: string;
  sender: { id: string; name: string };
  body: { text: string };
}

interface Session {
  access_token: string;
  user: { id: string; username: string; nickname: string };
}

/** The public API as a program uses it: to prepare scenes, and to see what the server really has. */
export class Api {
  readonly id: string;
  readonly nickname: string;
  readonly username: string;
  readonly #origin: string;
  readonly #token: string;

  private constructor(origin: string, session: Session) {
    this.#origin = origin;
    this.#token = session.access_token;
    this.id = session.user.id;
    this.nickname = session.user.nickname;
    this.username = session.user.username;
  }

  static async register(origin: string, input: Registration): Promise<Api> {
    return new Api(origin, await call<Session>(origin, 'POST', 'auth/register', input));
  }

  static async signIn(origin: string, login: string, password: string): Promise<Api> {
    return new Api(origin, await call<Session>(origin, 'POST', 'auth/login', { login, password }));
  }

  /** Becomes a contact of `other`; the conversation's id. */
  async befriend(other: Api, note = ''): Promise<string> {
    const request = await this.#call<{ id: string }>('POST', 'friend-requests', { user_id: other.id, note });
    const accepted = await other.#call<{ conversation_id: string }>(
      'POST',
      `friend-requests/${request.id}/accept`,
    );
    return accepted.conversation_id;
  }

  async request(other: Api, note: string): Promise<void> {
    await this.#call('POST', 'friend-requests', { user_id: other.id, note });
  }

  /** What this account chose for all its devices. */
  async settings(change: Record<string, unknown>): Promise<void> {
    await this.#call('PUT', 'me/settings', change);
  }

  async block(other: Api): Promise<void> {
    await this.#call('PUT', `blocks/${other.id}`);
  }

  async send(conversation: string, text: string): Promise<void> {
    const body = { client_msg_id: randomUUID(), kind: 'text', body: { text } };
    await this.#call('POST', `conversations/${conversation}/messages`, body);
  }

  /** By name in the text, as the composer does it. */
  async mention(conversation: string, other: Api, text: string): Promise<void> {
    const body = {
      client_msg_id: randomUUID(),
      kind: 'text',
      body: { text },
      mentions: { user_ids: [other.id] },
    };
    await this.#call('POST', `conversations/${conversation}/messages`, body);
  }

  async answer(conversation: string, reply_to: number, text: string): Promise<void> {
    const body = { client_msg_id: randomUUID(), kind: 'text', body: { text }, reply_to };
    await this.#call('POST', `conversations/${conversation}/messages`, body);
  }

  async edit(conversation: string, seq: number, text: string): Promise<void> {
    const found = (await this.messages(conversation)).find((message) => message.seq === seq);
    const version = found?.version ?? 0;
    await this.#call('PATCH', `conversations/${conversation}/messages/${seq}`, { body: { text }, version });
  }

  async recall(conversation: string, seq: number): Promise<void> {
    await this.#call('POST', `conversations/${conversation}/messages/${seq}/recall`);
  }

  async react(conversation: string, seq: number, emoji: string): Promise<void> {
    const place = `conversations/${conversation}/messages/${seq}/reactions`;
    await this.#call('PUT', `${place}/${encodeURIComponent(emoji)}`);
  }

  async pin(conversation: string, seq: number): Promise<void> {
    await this.#call('PUT', `conversations/${conversation}/messages/${seq}/pin`);
  }

  /** Sends messages of one conversation on to another; `merged` as one. */
  async forward(conversation: string, seqs: readonly number[], to: string, merged: boolean): Promise<void> {
    const messages = seqs.map((seq) => ({ conversation_id: conversation, seq }));
    const wish = { messages, to: [to], client_msg_id: randomUUID(), merged };
    const { items } = await this.#call<{ items: { code: string | null }[] }>(
      'POST',
      'messages/forward',
      wish,
    );
    if (items[0]?.code) throw new Error(`sending on was refused: ${items[0].code}`);
  }

  /** The chat with oneself. */
  async saved(): Promise<string> {
    const direct = await this.#call<{ id: string }>('POST', 'conversations/direct', { user_id: this.id });
    return direct.id;
  }

  /** How this account keeps a conversation. */
  async keep(conversation: string, change: Record<string, unknown>): Promise<void> {
    await this.#call('PATCH', `conversations/${conversation}`, change);
  }

  async read(conversation: string, seq: number): Promise<void> {
    await this.#call('PUT', `conversations/${conversation}/read`, { seq });
  }

  /** How far this account has read, on any device. */
  async readTo(conversation: string): Promise<number> {
    return (await this.#call<{ read_seq: number }>('GET', `conversations/${conversation}`)).read_seq;
  }

  async conversationWith(nickname: string): Promise<string> {
    const { items } = await this.#call<{ items: { id: string; peer: { name: string } | null }[] }>(
      'GET',
      'conversations',
    );
    const found = items.find((item) => item.peer?.name === nickname);
    if (found === undefined) throw new Error(`no conversation with ${nickname}`);
    return found.id;
  }

  /** The newest 200. */
  async messages(conversation: string): Promise<StoredMessage[]> {
    const path = `conversations/${conversation}/messages?limit=200`;
    return (await this.#call<{ items: StoredMessage[] }>('GET', path)).items;
  }

  /** A group of one's own with contacts in it; its id. */
  async group(name: string, others: readonly Api[]): Promise<string> {
    const member_ids = others.map((other) => other.id);
    return (await this.#call<{ id: string }>('POST', 'groups', { name, member_ids })).id;
  }

  async changeGroup(id: string, change: Record<string, unknown>): Promise<void> {
    await this.#call('PATCH', `groups/${id}`, change);
  }

  /** Asks to come in, or comes in, as the group's rules say. */
  async join(id: string, note = ''): Promise<void> {
    await this.#call('POST', `groups/${id}/join`, { note });
  }

  async changeMember(id: string, other: Api, change: Record<string, unknown>): Promise<void> {
    await this.#call('PATCH', `groups/${id}/members/${other.id}`, change);
  }

  async ban(id: string, other: Api): Promise<void> {
    await this.#call('DELETE', `groups/${id}/members/${other.id}?ban=true`);
  }

  /** The code of a new invitation. */
  async invite(id: string): Promise<string> {
    return (await this.#call<{ code: string }>('POST', `groups/${id}/invites`, {})).code;
  }

  async groupNamed(name: string): Promise<string> {
    const { items } = await this.#call<{ items: { id: string; group: { name: string } | null }[] }>(
      'GET',
      'conversations',
    );
    const found = items.find((item) => item.group?.name === name);
    if (found === undefined) throw new Error(`no group ${name}`);
    return found.id;
  }

  #call<T>(method: string, path: string, body?: unknown): Promise<T> {
    return call<T>(this.#origin, method, path, body, this.#token);
  }
}

async function call<T>(
  origin: string,
  method: string,
  path: string,
  body?: unknown,
  token?: string,
): Promise<T> {
  const headers: Record<string, string> = { 'Content-Type': 'application/json' };
  if (token !== undefined) headers.Authorization = `Bearer ${token}`;
  const init: RequestInit = { method, headers };
  if (body !== undefined) init.body = JSON.stringify(body);
  const answer = await fetch(`${origin}/api/v1/${path}`, init);
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}
