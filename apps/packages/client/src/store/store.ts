import type { OutboxItem } from '../types';
import type { Conversation, Message, Quote } from '../wire';

/** One conversation as it lies in the cache. */
export interface ChatRecord {
  id: string;
  conversation: Conversation;
  /** Messages `low…have` are in the cache without a hole. */
  low: number;
  have: number;
  /** Newest number that has to be reported as delivered, and the last one that was. */
  toDeliver: number;
  deliveredSent: number;
  /** How far the server knows that this account has read. */
  readConfirmed: number;
  /** Up to here the group's card has everything. */
  groupAt?: number;
  /** Changes up to here are in the cached messages; absent in what an older version kept. */
  rev?: number;
}

/** An outbox item with its place in the queue. */
export interface OutboxRecord extends OutboxItem {
  order: number;
}

export interface DraftRecord {
  id: string;
  text: string;
  replyTo?: number | null;
  /** The server does not know it. */
  unsent?: boolean;
}

export interface Cached {
  chats: ChatRecord[];
  outbox: OutboxRecord[];
  drafts: DraftRecord[];
}

/** Small values of an account, by key. */
export interface Meta {
  useq: number;
  /** The conversation list was loaded completely once. */
  loaded: boolean;
  contacts: unknown;
  friendRequests: unknown;
}

/**
 * The device's copy of one account. A copy only: losing it costs a download, except for the
 * outbox, which is why sending never waits for it and never depends on it.
 */
export interface Store {
  load(): Promise<Cached>;
  meta<K extends keyof Meta>(key: K): Promise<Meta[K] | undefined>;
  putMeta<K extends keyof Meta>(key: K, value: Meta[K]): Promise<void>;
  /**
   * Messages and the record that counts them, in one transaction. `changed` ones take the place of older rows,
   * if there are any, and what quotes one shows it as it is now.
   */
  saveChat(record: ChatRecord, messages: readonly Message[], changed: readonly Message[]): Promise<void>;
  /** Forgets one message, wherever it lies, and says which it was. */
  dropMessage(id: string): Promise<Message | undefined>;
  /** What quotes this message of a conversation shows it like this. */
  requote(id: string, quote: Quote): Promise<void>;
  /** Forgets the messages of a conversation and, with `whole`, the conversation too. */
  clearChat(id: string, whole: boolean): Promise<void>;
  /** Deletes messages below `seq`. */
  trim(id: string, seq: number): Promise<void>;
  /** Messages `from…to`, ascending. */
  range(id: string, from: number, to: number): Promise<Message[]>;
  putOutbox(record: OutboxRecord): Promise<void>;
  removeOutbox(clientMsgId: string): Promise<void>;
  /** One without text and with nothing to tell is deleted. */
  putDraft(draft: DraftRecord): Promise<void>;
  /** Deletes everything of this account from the device. */
  wipe(): Promise<void>;
  close(): void;
}
