import type { Chat } from './sync/chat';
import type { Connection } from './types';
import type { DataExport, Message, SignInSession } from './wire';

/** What the engine tells those who built it. */
export interface EngineHooks {
  renew(): Promise<unknown>;
  revoked(): void;
  connection(connection: Connection): void;
  conversations(): void;
  timeline(chat: Chat): void;
  /** A conversation is not this account's any more. */
  gone(id: string): void;
  /** Something happened to a group. */
  group(id: string): void;
  /** Somebody asked to come into a group, or was answered. */
  groupRequest(id: string): void;
  /** What is pinned there may have changed. */
  pins(id: string): void;
  lists(name: 'contacts' | 'friendRequests'): void;
  sessions(): void;
  signIn(session: SignInSession): void;
  /** The own profile changed on another device. */
  profile(): Promise<void>;
  settings(): void;
  exported(state: DataExport): void;
  presence(): void;
  typing(): void;
  committed(message: Message): void;
  /** This tab owns the line of the browser, or does not any more. */
  leading(leads: boolean): void;
  /** Messages of others that came in since this tab knows the conversation. */
  arrived(messages: readonly Message[]): void;
}
