import type { Api } from './api';
import type { Engine } from './engine';
import type { LateChange } from './sync/windows';
import { reacted } from './sync/reactions';
import type { EarlierText, Message, PinnedMessage } from './wire';

/** What is done to messages after they were sent. Refusals are `ApiProblem`s with a code. */
export interface MessageCommands {
  /** Whether what was sent then can still be changed by its sender, as far as the device knows. */
  inTime(change: LateChange, sent: Date): boolean;
  /**
   * Gives an own text other words. `version`: that of the text they were begun from. `message.edit_conflict`:
   * another device was quicker.
   */
  edit(conversationId: string, seq: number, text: string, version: number): Promise<void>;
  /** Takes a message back, for everybody. */
  recall(conversationId: string, seq: number): Promise<void>;
  /** Reacts with one emoji, or not any more; seen at once, taken back when it is refused. */
  react(conversationId: string, seq: number, emoji: string, on: boolean): Promise<void>;
  /** Seen at once, taken back when it is refused. */
  pin(conversationId: string, seq: number, on: boolean): Promise<void>;
  /** For the own account alone, on all its devices. */
  deleteForMe(conversationId: string, seq: number): Promise<void>;
  /** All messages of the conversation, for the own account alone. */
  clearHistory(conversationId: string): Promise<void>;
  /** The texts that a message had before, the first one first. */
  earlierTexts(conversationId: string, seq: number): Promise<readonly EarlierText[]>;
  /** The newest pin first; 50 at most. */
  pins(conversationId: string): Promise<readonly PinnedMessage[]>;
}

export class Messages implements MessageCommands {
  readonly #api: () => Api;
  readonly #engine: () => Engine;

  constructor(api: () => Api, engine: () => Engine) {
    this.#api = api;
    this.#engine = engine;
  }

  inTime(change: LateChange, sent: Date): boolean {
    return this.#engine().changes.windows.open(change, sent);
  }

  async edit(id: string, seq: number, text: string, version: number): Promise<void> {
    this.#take(await this.#api().editMessage(id, seq, text, version));
  }

  async recall(id: string, seq: number): Promise<void> {
    this.#take(await this.#api().recallMessage(id, seq));
  }

  react(id: string, seq: number, emoji: string, on: boolean): Promise<void> {
    const me = this.#engine().me.id;
    const seen = (message: Message) => reacted(message, me, emoji, on);
    return this.#foreseen(id, seq, seen, () => this.#api().react(id, seq, emoji, on));
  }

  pin(id: string, seq: number, on: boolean): Promise<void> {
    const seen = (message: Message) => ({ ...message, pinned: on });
    return this.#foreseen(id, seq, seen, () => this.#api().pinMessage(id, seq, on));
  }

  async deleteForMe(id: string, seq: number): Promise<void> {
    const { changes } = this.#engine();
    const message = this.#find(id, seq);
    await this.#api().deleteForMe(id, seq);
    // The feed will say the same, but who pressed the button should not wait for it.
    if (message) await changes.hide(message.id);
  }

  async clearHistory(id: string): Promise<void> {
    await this.#api().clearHistory(id);
    await this.#engine().chats.fetch(id);
  }

  earlierTexts = (id: string, seq: number): Promise<readonly EarlierText[]> =>
    this.#api().earlierTexts(id, seq);
  pins = (id: string): Promise<readonly PinnedMessage[]> => this.#api().pins(id);

  #find(id: string, seq: number): Message | undefined {
    const chat = this.#engine().chats.get(id);
    return chat?.shown.at(seq) ?? chat?.log.at(seq);
  }

  async #foreseen(
    id: string,
    seq: number,
    change: (message: Message) => Message,
    call: () => Promise<Message>,
  ): Promise<void> {
    const { changes, chats } = this.#engine();
    const chat = chats.get(id);
    const back = chat ? changes.foresee(chat, seq, change) : () => {};
    try {
      this.#take(await call());
    } catch (error) {
      back();
      throw error;
    }
  }

  /** The message as the call answered it, ahead of the push. */
  #take(message: Message): void {
    const { changes, chats } = this.#engine();
    const chat = chats.get(message.conversation_id);
    if (chat) changes.take(chat, [message]);
  }
}
