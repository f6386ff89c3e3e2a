import type { Api } from './api';
import type { Engine } from './engine';
import type { Message, MessageReaders } from './wire';

/** What goes on around messages. */
export interface TalkCommands {
  /** Ids of those who write now, by conversation. */
  readonly writers: ReadonlyMap<string, readonly string[]>;
  /** Somebody writes on this device, or stopped; may be called with every key. */
  typing(conversationId: string, on: boolean): void;
  /** Who has read a message, as far as they let it be seen. */
  readers(conversationId: string, seq: number): Promise<MessageReaders>;
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
  readonly #api: () => Api;
  readonly #engine: () => Engine | null;

  constructor(api: () => Api, engine: () => Engine | null) {
    this.#api = api;
    this.#engine = engine;
  }

  get writers(): ReadonlyMap<string, readonly string[]> {
    return this.#engine()?.typing.writers ?? new Map();
  }

  typing = (conversationId: string, on: boolean): void => this.#engine()?.typing.here(conversationId, on);

  readers = (conversationId: string, seq: number): Promise<MessageReaders> =>
    this.#api().readers(conversationId, seq);

  async forward(
    messages: readonly Message[],
    to: readonly string[],
    merged: boolean,
    key: string,
  ): Promise<string | null> {
    const places = messages.map(({ conversation_id, seq }) => ({ conversation_id, seq }));
    const wish = { messages: places, to: [...to], client_msg_id: key, merged };
    const { items } = await this.#api().forward(wish);
    return items.find((item) => item.code)?.code ?? null;
  }
}
