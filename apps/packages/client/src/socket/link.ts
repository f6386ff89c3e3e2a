import { ProblemError } from '../errors';
import type { Platform } from '../options';
import type { Connection } from '../types';
import type { ClientFrame, ServerFrame } from '../wire';
import { fullJitter, reconnectDelay } from './backoff';
import { Heartbeat } from './heartbeat';

/** Close codes of the contract that mean more than "try again". */
const CLOSE = { unauthenticated: 4001, revoked: 4003, tooSlow: 4008, tooMany: 4029, restart: 1012 } as const;

/** Ticket, handshake and `ready` together. */
const OPEN_MS = 15_000;
const TOO_MANY_MS = 10_000;
const RESTART_MS = 1_000;

export interface LinkHooks {
  ticket(): Promise<string>;
  /** Renews the session; throws when there is no answer or the session is over. */
  renew(): Promise<unknown>;
  hello(): ClientFrame;
  ready(): void;
  lost(): void;
  frame(frame: ServerFrame): void;
  state(connection: Connection): void;
  revoked(): void;
}

/** One reconnecting socket. It knows when to try again; what the frames mean is not its business. */
export class Link {
  readonly #platform: Platform;
  readonly #hooks: LinkHooks;
  readonly #heartbeat: Heartbeat;
  #running = false;
  #ready = false;
  #socket: WebSocket | null = null;
  #attempt = 0;
  #offlineSince = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #opening: ReturnType<typeof setTimeout> | undefined;
  /** Each attempt has its own number: events of an older socket are ignored. */
  #generation = 0;

  constructor(platform: Platform, hooks: LinkHooks) {
    this.#platform = platform;
    this.#hooks = hooks;
    this.#heartbeat = new Heartbeat(
      platform.now,
      () => this.#write({ type: 'ping', t: platform.now() }),
      () => this.#drop(0),
    );
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#platform.window?.addEventListener('online', this.wake);
    this.#platform.window?.addEventListener('offline', this.#doubt);
    this.#platform.document?.addEventListener('visibilitychange', this.#visible);
    this.#hooks.state({ state: 'connecting' });
    void this.#connect();
  }

  stop(): void {
    this.#running = false;
    this.#platform.window?.removeEventListener('online', this.wake);
    this.#platform.window?.removeEventListener('offline', this.#doubt);
    this.#platform.document?.removeEventListener('visibilitychange', this.#visible);
    clearTimeout(this.#timer);
    this.#discard();
    this.#hooks.state({ state: 'idle' });
  }

  get online(): boolean {
    return this.#ready;
  }

  /** False when the line is not up; the caller keeps what it wanted to say. */
  send(frame: ClientFrame): boolean {
    return this.#ready && this.#write(frame);
  }

  retryNow(): void {
    if (!this.#running || this.#ready || this.#socket !== null) return;
    clearTimeout(this.#timer);
    void this.#connect();
  }

  /** Is the line really alive? */
  probe(): void {
    if (this.#ready) this.#heartbeat.probe();
  }

  /** The network or the reader is back. */
  readonly wake = (): void => (this.#ready ? this.probe() : this.retryNow());
  /** Browsers say `offline` for more than a dead line: ask before giving it up. */
  readonly #doubt = (): void => this.probe();
  readonly #visible = (): void => {
    if (this.#platform.document?.visibilityState === 'visible') this.wake();
  };

  async #connect(): Promise<void> {
    const generation = (this.#generation += 1);
    clearTimeout(this.#opening);
    this.#opening = setTimeout(() => this.#drop(0), OPEN_MS);
    let ticket: string;
    try {
      ticket = await this.#hooks.ticket();
    } catch (error) {
      if (generation !== this.#generation || !this.#running) return;
      this.#drop(0, error instanceof ProblemError ? error.retryAfter : undefined);
      return;
    }
    if (generation !== this.#generation || !this.#running) return;
    const url = `${this.#platform.socketBase}?ticket=${encodeURIComponent(ticket)}`;
    const socket = new this.#platform.WebSocket(url);
    this.#socket = socket;
    const mine = (): boolean => generation === this.#generation;
    socket.onopen = () => mine() && this.#write(this.#hooks.hello());
    socket.onmessage = (event: MessageEvent) => mine() && this.#receive(event.data);
    socket.onclose = (event: CloseEvent) => mine() && this.#drop(event.code);
  }

  #receive(data: unknown): void {
    if (typeof data !== 'string') return;
    this.#heartbeat.seen();
    let frame: ServerFrame;
    try {
      frame = JSON.parse(data) as ServerFrame;
    } catch {
      return;
    }
    if (frame.type === 'ready') this.#becomeReady();
    this.#hooks.frame(frame);
  }

  #becomeReady(): void {
    clearTimeout(this.#opening);
    this.#ready = true;
    this.#attempt = 0;
    this.#offlineSince = 0;
    this.#heartbeat.start();
    this.#hooks.state({ state: 'online' });
    this.#hooks.ready();
  }

  /** The line is gone (or never came up). Decides when to try again. */
  #drop(code: number, retryAfter?: number): void {
    const wasReady = this.#ready;
    this.#discard();
    if (!this.#running) return;
    if (wasReady) this.#hooks.lost();
    if (code === CLOSE.revoked) {
      this.#hooks.revoked();
      return;
    }
    if (code === CLOSE.unauthenticated) {
      void this.#renewThenConnect();
      return;
    }
    this.#schedule(this.#delay(code, retryAfter));
  }

  #delay(code: number, retryAfter: number | undefined): number {
    const random = this.#platform.random;
    const attempt = this.#attempt;
    this.#attempt += 1;
    if (retryAfter !== undefined) return retryAfter * 1000 + fullJitter(1_000, random);
    // Resync is what this code asks for; a loop of it still slows down.
    if (code === CLOSE.tooSlow && attempt === 0) return 0;
    if (code === CLOSE.tooMany) return TOO_MANY_MS + fullJitter(TOO_MANY_MS, random);
    if (code === CLOSE.restart && attempt === 0) return fullJitter(RESTART_MS, random);
    return reconnectDelay(attempt, random);
  }

  #schedule(delay: number): void {
    const now = this.#platform.now();
    if (this.#offlineSince === 0) this.#offlineSince = now;
    // Stays `offline` through the attempts, so that a banner does not flicker.
    this.#hooks.state({ state: 'offline', since: this.#offlineSince, retryAt: now + delay });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#connect(), delay);
  }

  async #renewThenConnect(): Promise<void> {
    const generation = this.#generation;
    try {
      await this.#hooks.renew();
      if (generation !== this.#generation || !this.#running) return;
      // At once the first time; a server that keeps refusing is met with backoff.
      this.#schedule(this.#attempt === 0 ? 0 : reconnectDelay(this.#attempt, this.#platform.random));
      this.#attempt += 1;
    } catch {
      if (generation === this.#generation && this.#running) this.#schedule(this.#delay(0, undefined));
    }
  }

  #discard(): void {
    this.#generation += 1;
    this.#ready = false;
    this.#heartbeat.stop();
    clearTimeout(this.#opening);
    const socket = this.#socket;
    this.#socket = null;
    if (socket === null) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  #write(frame: ClientFrame): boolean {
    if (this.#socket === null || this.#socket.readyState !== 1) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }
}
