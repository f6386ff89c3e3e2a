import type { Platform } from '../options';

export interface LeadershipHooks {
  won(): void;
  /** Another tab took it, because this one did not answer. */
  lost(): void;
}

/** A lock that one tab holds at a time. The browser hands it on when a tab closes or dies. */
export class Leadership {
  readonly #locks: NonNullable<Platform['locks']>;
  readonly #name: string;
  readonly #hooks: LeadershipHooks;
  #abort = new AbortController();
  #release: (() => void) | null = null;
  /** Grows with each request: what an older one still says is ignored. */
  #turn = 0;

  constructor(locks: NonNullable<Platform['locks']>, name: string, hooks: LeadershipHooks) {
    this.#locks = locks;
    this.#name = name;
    this.#hooks = hooks;
  }

  start(): void {
    this.#request((hold) => this.#locks.request(this.#name, { signal: this.#abort.signal }, hold));
  }

  /** Takes it from a tab that holds it and does nothing. */
  steal(): void {
    this.#withdraw();
    this.#request((hold) => this.#locks.request(this.#name, { steal: true }, hold));
  }

  stop(): void {
    this.#turn += 1;
    this.#withdraw();
    this.#release?.();
    this.#release = null;
  }

  #withdraw(): void {
    this.#abort.abort();
    this.#abort = new AbortController();
  }

  #request(ask: (hold: () => Promise<void>) => Promise<unknown>): void {
    const turn = (this.#turn += 1);
    ask(() => this.#hold(turn)).catch(() => this.#taken(turn));
  }

  #hold(turn: number): Promise<void> {
    if (turn !== this.#turn) return Promise.resolve();
    const held = new Promise<void>((release) => (this.#release = release));
    this.#hooks.won();
    return held;
  }

  #taken(turn: number): void {
    // Never held: nothing was taken, the browser refused to wait.
    if (turn !== this.#turn || this.#release === null) return;
    this.#release = null;
    this.start();
    this.#hooks.lost();
  }
}
