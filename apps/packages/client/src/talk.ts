import type { Accounts } from './accounts';
import type { Message, MessageReaders } from './wire';

/** What goes on around messages. */
export interface TalkCommands {
  /** Ids of those who write now, by conversation. */
  readonly writers: ReadonlyMap<string, readonly string[]>;
  /** Somebody writes on this device, or stopped; may be called with every key. */
  typing(conversationId: string, on: boolean): void;
  /** Who has read a message, as far as they let it be seen. */
  readers(conversationId: string, seq: number): Promise<MessageReaders>;
  /** A key for `forward`. */
  newKey(): string;
  /**
   * Sends messages on, one each or as one; the code of a refusal, or null when all took them. `key` is one for
   * all tries: nothing is sent twice.
   */
  forward(
    messages: readonly Message[],
    to: readonly string[],
    merged: boolean,
    key: string,
  ): Promise<string | null>;
}

export class Talk implements TalkCommands {
  readonly newKey: () => string;
  readonly #accounts: Accounts;

  constructor(uuid: () => string, accounts: Accounts) {
    this.newKey = uuid;
    this.#accounts = accounts;
  }

  get writers(): ReadonlyMap<string, readonly string[]> {
    return this.#accounts.engine?.typing.writers ?? new Map();
  }

  typing = (conversationId: string, on: boolean): void =>
    this.#accounts.engine?.typing.here(conversationId, on);

  readers = (conversationId: string, seq: number): Promise<MessageReaders> =>
    this.#accounts.api.readers(conversationId, seq);

  async forward(
    messages: readonly Message[],
    to: readonly string[],
    merged: boolean,
    key: string,
  ): Promise<string | null> {
    const places = messages.map(({ conversation_id, seq }) => ({ conversation_id, seq }));
    const wish = { messages: places, to: [...to], client_msg_id: key, merged };
    const { items } = await this.#accounts.api.forward(wish);
    return items.find((item) => item.code)?.code ?? null;
  }
}
