import type { Api } from './api';
import type { Engine } from './engine';
import { arranged } from './sync/settings';
import type { ConversationChange } from './wire';

/** Pins, silences, marks and puts conversations aside: seen at once, and taken back when it is refused. */
export class Arrangements {
  readonly #api: () => Api;
  readonly #engine: () => Engine;

  constructor(api: () => Api, engine: () => Engine) {
    this.#api = api;
    this.#engine = engine;
  }

  async change(id: string, change: ConversationChange): Promise<void> {
    const { chats } = this.#engine();
    const chat = chats.get(id);
    if (chat === undefined) return;
    const before = chat.conversation.settings;
    chat.conversation.settings = arranged(chat.conversation, change);
    chat.arranging += 1;
    chats.touch(chat);
    try {
      const { settings, read_seq } = await this.#api().arrange(id, change);
      chat.keep({ settings: { ...settings, draft: chat.conversation.settings.draft }, read_seq });
    } catch (error) {
      chat.conversation.settings = { ...before, draft: chat.conversation.settings.draft };
      throw error;
    } finally {
      chat.arranging -= 1;
      chats.touch(chat);
    }
  }
}
