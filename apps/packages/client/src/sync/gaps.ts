import type { Api } from '../api';
import { ProblemError } from '../errors';
import type { ClientFrame } from '../wire';
import type { Chat } from './chat';
import type { Range } from './log';

/** A hole larger than this is not filled: the newest page replaces what is there. */
export const JUMP_OVER = 1_000;
export const PAGE = 50;
const ANSWER_MS = 10_000;
/** An answer with holes may be followed by `unavailable`; after this long it is asked again. */
const INCOMPLETE_MS = 1_000;
const MAX_TRIES = 3;
const AT_ONCE = 6;

interface Pull extends Range {
  tries: number;
  timer: ReturnType<typeof setTimeout>;
}

export interface GapHooks {
  send(frame: ClientFrame): boolean;
  skip(chat: Chat, from: number, to: number): void;
  restart(chat: Chat, messages: Awaited<ReturnType<Api['messages']>>['items']): void;
  gone(chat: Chat): void;
}

/** Sees holes in conversations and fills them, a few conversations at a time. */
export class Gaps {
  readonly #api: Api;
  readonly #hooks: GapHooks;
  readonly #pulls = new Map<Chat, Pull>();
  readonly #jumps = new Set<Chat>();
  readonly #waiting = new Set<Chat>();

  constructor(api: Api, hooks: GapHooks) {
    this.#api = api;
    this.#hooks = hooks;
  }

  /** Looks after every change of a log. */
  check(chat: Chat): void {
    const pull = this.#pulls.get(chat);
    const gap = chat.log.gap();
    if (pull !== undefined && gap !== null && gap.from <= pull.to && gap.from >= pull.from) return;
    if (pull !== undefined) this.#finish(chat);
    if (gap === null || this.#jumps.has(chat)) return;
    if (chat.log.target - chat.log.have > JUMP_OVER) void this.#jump(chat);
    else if (this.#pulls.size >= AT_ONCE) this.#waiting.add(chat);
    else this.#pull(chat, gap, 0);
  }

  /** The server answered a pull: what is still missing is asked again, but not for ever. */
  answered(chat: Chat): void {
    const pull = this.#pulls.get(chat);
    const gap = chat.log.gap();
    if (pull === undefined || gap === null || gap.from > pull.to) {
      this.check(chat);
      return;
    }
    clearTimeout(pull.timer);
    pull.timer = setTimeout(() => this.#again(chat, gap, pull.tries + 1), INCOMPLETE_MS);
  }

  /** The line is gone; heads will tell again what is missing. */
  reset(): void {
    for (const pull of this.#pulls.values()) clearTimeout(pull.timer);
    this.#pulls.clear();
    this.#waiting.clear();
  }

  #again(chat: Chat, gap: Range, tries: number): void {
    if (tries < MAX_TRIES) {
      this.#pull(chat, gap, tries);
      return;
    }
    // Answered three times without these numbers: nobody has them, the rest must be shown.
    this.#finish(chat);
    this.#hooks.skip(chat, gap.from, gap.to);
  }

  #pull(chat: Chat, gap: Range, tries: number): void {
    clearTimeout(this.#pulls.get(chat)?.timer);
    const sent = this.#hooks.send({ type: 'pull', conversation_id: chat.id, from: gap.from, to: gap.to });
    if (!sent) {
      this.#pulls.delete(chat);
      return;
    }
    // No answer says nothing about the numbers: ask again without counting.
    const timer = setTimeout(() => this.#pull(chat, chat.log.gap() ?? gap, tries), ANSWER_MS);
    this.#pulls.set(chat, { ...gap, tries, timer });
  }

  #finish(chat: Chat): void {
    clearTimeout(this.#pulls.get(chat)?.timer);
    this.#pulls.delete(chat);
    const next = this.#waiting.values().next();
    if (next.done === true) return;
    this.#waiting.delete(next.value);
    queueMicrotask(() => this.check(next.value));
  }

  async #jump(chat: Chat): Promise<void> {
    this.#jumps.add(chat);
    try {
      const page = await this.#api.messages(chat.id, { limit: PAGE });
      this.#jumps.delete(chat);
      this.#hooks.restart(chat, page.items);
    } catch (error) {
      this.#jumps.delete(chat);
      if (error instanceof ProblemError && error.status === 404) this.#hooks.gone(chat);
      // Otherwise the next heads bring it up again.
    }
  }
}
