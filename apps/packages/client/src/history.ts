import type { Engine } from './engine';
import { ProblemError } from './errors';
import type { Chat } from './sync/chat';
import type { Message } from './wire';

/** Moving about in an open conversation. What is far away is shown as a part of its own (`hasNewer`). */
export interface HistoryCommands {
  /** Brings a message and what stands around it into the timeline; false when there is no such message to see. */
  goTo(conversationId: string, seq: number): Promise<boolean>;
  /** One page more at the lower end, where it is not the newest one. */
  newer(conversationId: string): Promise<void>;
  /** Back to the newest messages. */
  latest(conversationId: string): void;
  /** One message, loaded or not; null when there is no such message to see. */
  message(conversationId: string, seq: number): Promise<Message | null>;
  /** Number of the first message that was sent at this time or later; null when there is none. */
  since(conversationId: string, at: Date): Promise<number | null>;
}

export class History implements HistoryCommands {
  readonly #engine: () => Engine;

  constructor(engine: () => Engine) {
    this.#engine = engine;
  }

  goTo = (id: string, seq: number): Promise<boolean> => this.#engine().excerpts.goTo(this.#chat(id), seq);
  newer = (id: string): Promise<void> => this.#engine().excerpts.newer(this.#chat(id));
  latest = (id: string): void => this.#engine().excerpts.leave(this.#chat(id));
  since = (id: string, at: Date): Promise<number | null> => this.#engine().excerpts.since(id, at);

  message = (id: string, seq: number): Promise<Message | null> =>
    this.#engine().excerpts.message(this.#chat(id), seq);

  #chat(id: string): Chat {
    const chat = this.#engine().chats.get(id);
    if (chat === undefined) throw new ProblemError(404, 'not_found', 'no such conversation');
    return chat;
  }
}
