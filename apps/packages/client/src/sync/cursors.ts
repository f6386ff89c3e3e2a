import type { ClientFrame } from '../wire';
import type { Chat } from './chat';

const DELAY_MS = 100;

/** Tells the server what is stored and what is read: the newest position only, forwards only. */
export class Cursors {
  readonly #send: (frame: ClientFrame) => boolean;
  readonly #saved: (chat: Chat) => void;
  readonly #waiting = new Set<Chat>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(send: (frame: ClientFrame) => boolean, saved: (chat: Chat) => void) {
    this.#send = send;
    this.#saved = saved;
  }

  /** Something of this conversation may have to be told. */
  touch(chat: Chat): void {
    if (!owes(chat)) return;
    this.#waiting.add(chat);
    this.#timer ??= setTimeout(() => this.flush(), DELAY_MS);
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const chats = [...this.#waiting];
    this.#waiting.clear();
    for (const chat of chats) this.#tell(chat);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting.clear();
  }

  #tell(chat: Chat): void {
    const { id, conversation, toDeliver } = chat;
    const read = conversation.read_seq;
    // Confirmed by the server's own `read` frame; until then each new line says it again.
    if (read > chat.readConfirmed) this.#send({ type: 'read', conversation_id: id, seq: read });
    if (toDeliver <= chat.deliveredSent) return;
    // What is read is stored as well: one frame says both.
    const said = toDeliver <= read || this.#send({ type: 'delivered', conversation_id: id, seq: toDeliver });
    if (!said) return;
    chat.deliveredSent = toDeliver;
    this.#saved(chat);
  }
}

function owes(chat: Chat): boolean {
  return chat.conversation.read_seq > chat.readConfirmed || chat.toDeliver > chat.deliveredSent;
}
