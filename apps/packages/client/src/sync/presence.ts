import type { Platform } from '../options';
import type { ClientFrame, Presence } from '../wire';

/** Most people that one socket watches. */
const MOST = 200;
/** Nobody touched anything for so long: the device is not in use. */
export const IDLE_MS = 5 * 60_000;
const SETTLE_MS = 300;
/** Other tabs hear of a touch at most this often. */
const TELL_MS = 30_000;
const TOUCHES = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'focus'] as const;

export interface PresenceDeps {
  /** False when the line is not up. */
  send(frame: ClientFrame): boolean;
  /** Whom to show, the most important first. */
  people(): readonly string[];
  changed(): void;
  /** The device is used; said now and then, while it is. */
  touched(): void;
}

/** Who of the people on this device is there, and whether this device is in use itself. */
export class PresenceWatch {
  readonly #platform: Platform;
  readonly #deps: PresenceDeps;
  #known = new Map<string, Presence>();
  #watched = '';
  #away = false;
  #touchedAt: number;
  #toldAt = 0;
  #idleTimer: ReturnType<typeof setTimeout> | undefined;
  #settleTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(platform: Platform, deps: PresenceDeps) {
    this.#platform = platform;
    this.#deps = deps;
    this.#touchedAt = platform.now();
  }

  /** Empty without a line: what was so might not be so any more. */
  get known(): ReadonlyMap<string, Presence> {
    return this.#known;
  }

  start(): void {
    const { window, document } = this.#platform;
    for (const touch of TOUCHES) window?.addEventListener(touch, this.#touched, { passive: true });
    document?.addEventListener('visibilitychange', this.#touched);
    this.#wait();
  }

  stop(): void {
    const { window, document } = this.#platform;
    for (const touch of TOUCHES) window?.removeEventListener(touch, this.#touched);
    document?.removeEventListener('visibilitychange', this.#touched);
    clearTimeout(this.#idleTimer);
    clearTimeout(this.#settleTimer);
  }

  /** A new line: the server knows nothing of this device yet. */
  connected(): void {
    this.#watched = '';
    if (this.#away) this.#deps.send({ type: 'presence', state: 'away' });
    this.#watch();
  }

  lost(): void {
    this.#watched = '';
    if (this.#known.size === 0) return;
    this.#known = new Map();
    this.#deps.changed();
  }

  /** There may be others on this device now. */
  peopleChanged(): void {
    if (this.#settleTimer !== undefined) return;
    this.#settleTimer = setTimeout(() => {
      this.#settleTimer = undefined;
      this.#watch();
    }, SETTLE_MS);
  }

  told(presence: Presence): void {
    this.#known = new Map(this.#known).set(presence.user_id, presence);
    this.#deps.changed();
  }

  #watch(): void {
    const user_ids = [...new Set(this.#deps.people())].slice(0, MOST).sort();
    const watched = user_ids.join();
    if (watched === this.#watched) return;
    if (this.#deps.send({ type: 'watch', user_ids })) this.#watched = watched;
  }

  readonly #touched = (): void => {
    const now = this.#platform.now();
    if (now - this.#toldAt >= TELL_MS) {
      this.#toldAt = now;
      this.#deps.touched();
    }
    this.touch();
  };

  /** Somebody uses this device, here or in another tab. */
  touch(): void {
    this.#touchedAt = this.#platform.now();
    if (!this.#away) return;
    this.#away = false;
    this.#deps.send({ type: 'presence', state: 'online' });
    this.#wait();
  }

  /** One timer that looks when it could be time, instead of one for each movement of the pointer. */
  #wait(): void {
    clearTimeout(this.#idleTimer);
    const left = this.#touchedAt + IDLE_MS - this.#platform.now();
    if (left > 0) {
      this.#idleTimer = setTimeout(() => this.#wait(), left);
      return;
    }
    this.#away = true;
    this.#deps.send({ type: 'presence', state: 'away' });
  }
}
