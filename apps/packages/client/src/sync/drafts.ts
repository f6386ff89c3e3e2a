import type { Api } from '../api';
import type { Store } from '../store/store';
import type { Chat } from './chat';

/** A pause in typing this long sends the draft. */
const DELAY_MS = 1_000;

export interface DraftsHooks {
  chat(id: string): Chat | undefined;
  changed(chat: Chat): void;
}

/** What is being written: kept here at once, sent after a pause; what another device wrote is taken. */
export class Drafts {
  readonly #api: Api;
  readonly #store: Store;
  readonly #hooks: DraftsHooks;
  /** Written here and not confirmed by the server. */
  readonly #unsent = new Set<string>();
  readonly #running = new Set<string>();
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  #stopped = false;

  constructor(api: Api, store: Store, hooks: DraftsHooks) {
    this.#api = api;
    this.#store = store;
    this.#hooks = hooks;
  }

  /** Written before the last visit ended. */
  hydrate(id: string): void {
    this.#unsent.add(id);
  }

  write(chat: Chat, text: string, replyTo: number | null): void {
    if (chat.draft === text && chat.draftReplyTo === replyTo) return;
    chat.draft = text;
    chat.draftReplyTo = replyTo;
    // What was never told needs no taking back: the message that it became says it.
    const told = chat.conversation.settings.draft !== null || this.#running.has(chat.id);
    if (text === '' && !told) this.#forget(chat.id);
    else this.#unsent.add(chat.id);
    this.#keep(chat);
    if (this.#unsent.has(chat.id)) this.#later(chat.id, text === '' ? 0 : DELAY_MS);
  }

  /** The server's state, unless something newer was written here. */
  take(chat: Chat): void {
    if (this.#unsent.has(chat.id)) return;
    const { draft } = chat.conversation.settings;
    // What an answer will answer is told with its first words.
    if (draft === null && chat.draft === '') return;
    const text = draft?.text ?? '';
    const replyTo = draft?.reply_to ?? null;
    if (chat.draft === text && chat.draftReplyTo === replyTo) return;
    chat.draft = text;
    chat.draftReplyTo = replyTo;
    this.#keep(chat);
  }

  /** An own message that was written is stored: what was written before it is said. */
  said(chat: Chat, at: string): void {
    chat.saidAt = Math.max(chat.saidAt, Date.parse(at));
    const { draft } = chat.conversation.settings;
    chat.keepDraft(draft);
    if (draft !== chat.conversation.settings.draft) this.take(chat);
  }

  /** The line is up: what waited goes now. */
  resume(): void {
    for (const id of this.#unsent) this.#later(id, 0);
  }

  stop(): void {
    this.#stopped = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  #forget(id: string): void {
    this.#unsent.delete(id);
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
  }

  #later(id: string, delay: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.set(
      id,
      setTimeout(() => void this.#send(id), delay),
    );
  }

  async #send(id: string): Promise<void> {
    this.#timers.delete(id);
    const chat = this.#hooks.chat(id);
    // Whoever is under way looks again when it is back.
    if (this.#stopped || chat === undefined || this.#running.has(id)) return;
    const { draft: text, draftReplyTo: replyTo } = chat;
    this.#running.add(id);
    try {
      const draft = text.trim() === '' ? null : { text, reply_to: replyTo };
      const { settings } = await this.#api.arrange(id, { draft });
      chat.keepDraft(settings.draft);
    } catch {
      // Without a network it waits; what the server refuses stays on this device.
      return;
    } finally {
      this.#running.delete(id);
    }
    if (chat.draft !== text || chat.draftReplyTo !== replyTo) return this.#later(id, DELAY_MS);
    this.#unsent.delete(id);
    this.#keep(chat);
  }

  #keep(chat: Chat): void {
    const { id, draft, draftReplyTo } = chat;
    void this.#store
      .putDraft({ id, text: draft, replyTo: draftReplyTo, unsent: this.#unsent.has(id) })
      .catch(() => {});
    this.#hooks.changed(chat);
  }
}
