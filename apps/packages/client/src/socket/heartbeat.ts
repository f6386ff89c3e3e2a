const TICK_MS = 5_000;
/** The server's own WebSocket pings are invisible to scripts, so a quiet line is asked. */
const QUIET_MS = 25_000;
const DEAD_MS = 60_000;
/** A page that slept finds an old clock; the other side gets this long to answer first. */
const GRACE_MS = 10_000;
const PROBE_MS = 5_000;

/** Notices a line that looks open but carries nothing any more. */
export class Heartbeat {
  readonly #now: () => number;
  readonly #ping: () => void;
  readonly #dead: () => void;
  #timer: ReturnType<typeof setInterval> | undefined;
  #probe: ReturnType<typeof setTimeout> | undefined;
  #lastSeen = 0;
  /** When the oldest unanswered ping went out; 0 when none is. */
  #asked = 0;

  constructor(now: () => number, ping: () => void, dead: () => void) {
    this.#now = now;
    this.#ping = ping;
    this.#dead = dead;
  }

  start(): void {
    this.stop();
    this.#lastSeen = this.#now();
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
    clearTimeout(this.#probe);
    this.#probe = undefined;
    this.#asked = 0;
  }

  /** Any frame proves that the line lives. */
  seen(): void {
    this.#lastSeen = this.#now();
    this.#asked = 0;
    clearTimeout(this.#probe);
    this.#probe = undefined;
  }

  /** Asks now; no answer in 5 s ends the line. For "the network changed" and "the page is back". */
  probe(): void {
    if (this.#probe !== undefined) return;
    this.#ask();
    this.#probe = setTimeout(() => this.#dead(), PROBE_MS);
  }

  #tick(): void {
    const quiet = this.#now() - this.#lastSeen;
    if (quiet < QUIET_MS) return;
    const waited = this.#asked === 0 ? 0 : this.#now() - this.#asked;
    if (quiet >= DEAD_MS && waited >= GRACE_MS) this.#dead();
    else this.#ask();
  }

  #ask(): void {
    if (this.#asked === 0) this.#asked = this.#now();
    this.#ping();
  }
}
