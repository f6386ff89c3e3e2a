import type { Platform } from '../options';
import type { Connection } from '../types';
import type { ClientFrame, ServerFrame } from '../wire';
import { Leadership } from './leadership';
import { Link, type LinkHooks } from './link';

/** A tab asks its leader this often whether it is there, and takes over after so long without an answer. */
const ASK_MS = 400;
const PATIENCE_MS = 900;

export interface LineHooks extends LinkHooks {
  /** All that a tab has to be told that comes later: `ready`, `heads`, and what is pushed only once. */
  snapshot(): ServerFrame[];
  /** A tab is gone, or this one leads now: what the other had not sent is sent here. */
  inherit(): void;
  /** Somebody touched another tab. */
  touched(): void;
  leading(leads: boolean): void;
}

type Said =
  | { type: 'lead' | 'attach' | 'ask' | 'alive' | 'lost' | 'revoked' | 'wake' | 'retry' | 'touch' }
  | { type: 'welcome'; to: string; connection: Connection; frames: ServerFrame[] }
  | { type: 'frame'; frame: ServerFrame }
  | { type: 'state'; connection: Connection }
  | { type: 'send'; frame: ClientFrame };
type Note = Said & { from: string };

/** Frames that speak for the whole device: the leader says them. */
const LEADERS_OWN: readonly ClientFrame['type'][] = ['hello', 'watch', 'presence', 'delivered'];

/**
 * The line to the server as one tab sees it. One tab of a browser, the leader, owns the socket and repeats to the
 * others what comes in; they hand it what they want to say. Without locks (plain HTTP) each tab has its own socket.
 */
export class Line {
  readonly #platform: Platform;
  readonly #hooks: LineHooks;
  readonly #link: Link;
  readonly #name: string;
  readonly #id: string;
  #leadership: Leadership | null = null;
  #channel: BroadcastChannel | null = null;
  #leads = false;
  /** The leader that this tab listens to. */
  #leader: string | null = null;
  #ready = false;
  /** As leader: the heads of this socket are all read, so that a snapshot has everything. */
  #synced = false;
  #connection: Connection = { state: 'idle' };
  readonly #waiting = new Set<string>();
  #timer: ReturnType<typeof setInterval> | undefined;
  #asked = 0;
  #ticked = 0;
  #letGo: (() => void) | null = null;

  constructor(platform: Platform, account: string, hooks: LineHooks) {
    this.#platform = platform;
    this.#hooks = hooks;
    this.#name = `kamachat-line-${account}`;
    this.#id = platform.uuid();
    this.#link = new Link(platform, {
      ...hooks,
      frame: (frame) => this.#received(frame),
      state: (connection) => this.#stateOfLink(connection),
      lost: () => this.#lostLink(),
      revoked: () => {
        this.#say({ type: 'revoked' });
        hooks.revoked();
      },
    });
  }

  start(): void {
    const { locks, BroadcastChannel: Channel, window, document } = this.#platform;
    if (locks === null || Channel === null) {
      this.#leads = true;
      this.#hooks.leading(true);
      this.#link.start();
      return;
    }
    this.#channel = new Channel(this.#name);
    this.#channel.onmessage = (event: MessageEvent) => this.#heard(event.data as Note);
    this.#state({ state: 'connecting' });
    // Held as long as the tab lives: who waits for it learns of its end.
    const life = new Promise<void>((letGo) => (this.#letGo = letGo));
    locks.request(`${this.#name}-${this.#id}`, () => life).catch(() => {});
    this.#leadership = new Leadership(locks, this.#name, {
      won: () => this.#won(),
      lost: () => this.#demoted(),
    });
    this.#leadership.start();
    this.#attach();
    this.#timer = setInterval(() => this.#watch(), ASK_MS);
    window?.addEventListener('online', this.#wake);
    window?.addEventListener('pageshow', this.#again);
    document?.addEventListener('resume', this.#again);
    document?.addEventListener('visibilitychange', this.#visible);
  }

  stop(): void {
    const { window, document } = this.#platform;
    clearInterval(this.#timer);
    window?.removeEventListener('online', this.#wake);
    window?.removeEventListener('pageshow', this.#again);
    document?.removeEventListener('resume', this.#again);
    document?.removeEventListener('visibilitychange', this.#visible);
    this.#leadership?.stop();
    this.#link.stop();
    this.#channel?.close();
    this.#channel = null;
    this.#letGo?.();
    this.#ready = false;
    if (this.#leads) this.#hooks.leading(false);
    this.#leads = false;
    this.#state({ state: 'idle' });
  }

  get online(): boolean {
    return this.#leads ? this.#link.online : this.#ready;
  }

  /** False when the line is not up; the caller keeps what it wanted to say. */
  send(frame: ClientFrame): boolean {
    if (this.#leads) return this.#link.send(frame);
    if (!this.#ready || LEADERS_OWN.includes(frame.type)) return false;
    this.#say({ type: 'send', frame });
    return true;
  }

  retryNow(): void {
    if (this.#leads) this.#link.retryNow();
    else this.#say({ type: 'retry' });
  }

  /** Is the line really alive? */
  probe(): void {
    if (this.#leads) this.#link.probe();
    else this.#say({ type: 'wake' });
  }

  /** Somebody uses this tab. */
  touch(): void {
    if (!this.#leads) this.#say({ type: 'touch' });
  }

  readonly #wake = (): void => {
    if (!this.#leads) this.#say({ type: 'wake' });
  };
  readonly #visible = (): void => {
    if (this.#platform.document?.visibilityState === 'visible') this.#wake();
  };
  /** Back from sleep: what was said meanwhile was not heard. */
  readonly #again = (event: Event): void => {
    const slept = event.type === 'resume' || (event as PageTransitionEvent).persisted;
    if (slept && !this.#leads) this.#attach();
  };

  #say(said: Said): void {
    this.#channel?.postMessage({ ...said, from: this.#id });
  }

  #state(connection: Connection): void {
    this.#connection = connection;
    this.#hooks.state(connection);
  }

  /* As leader. */

  #won(): void {
    this.#unready();
    this.#leads = true;
    this.#leader = null;
    this.#synced = false;
    this.#hooks.leading(true);
    this.#say({ type: 'lead' });
    this.#hooks.inherit();
    this.#link.start();
  }

  #demoted(): void {
    this.#leads = false;
    this.#hooks.leading(false);
    this.#link.stop();
    this.#hooks.lost();
    this.#state({ state: 'connecting' });
    this.#attach();
  }

  #stateOfLink(connection: Connection): void {
    // A tab that ends its own line says nothing about the line of the others.
    if (!this.#leads) return;
    if (connection.state !== 'idle') this.#say({ type: 'state', connection });
    this.#state(connection);
  }

  #lostLink(): void {
    this.#synced = false;
    this.#say({ type: 'lost' });
    this.#welcomeAll();
    this.#hooks.lost();
  }

  #received(frame: ServerFrame): void {
    this.#say({ type: 'frame', frame });
    this.#hooks.frame(frame);
    if (frame.type !== 'heads' || frame.more) return;
    this.#synced = true;
    this.#welcomeAll();
  }

  #welcomeAll(): void {
    for (const tab of this.#waiting) this.#welcome(tab);
    this.#waiting.clear();
  }

  #guest(tab: string): void {
    const over = (): void => {
      if (this.#leads) this.#hooks.inherit();
    };
    this.#platform.locks?.request(`${this.#name}-${tab}`, over).catch(() => {});
    // Between the first heads and the last there is no whole picture.
    if (this.#link.online && !this.#synced) this.#waiting.add(tab);
    else this.#welcome(tab);
  }

  #welcome(tab: string): void {
    const frames = this.#synced ? this.#hooks.snapshot() : [];
    this.#say({ type: 'welcome', to: tab, connection: this.#connection, frames });
  }

  #serve(note: Note): void {
    if (note.type === 'attach') this.#guest(note.from);
    else if (note.type === 'ask') this.#say({ type: 'alive' });
    else if (note.type === 'send') this.#link.send(note.frame);
    else if (note.type === 'retry') this.#link.retryNow();
    else if (note.type === 'touch') this.#hooks.touched();
    else if (note.type === 'wake') this.#link.wake();
  }

  /* As one of the others. */

  #attach(): void {
    this.#unready();
    this.#leader = null;
    this.#asked = this.#platform.now();
    this.#say({ type: 'attach' });
  }

  #unready(): void {
    if (!this.#ready) return;
    this.#ready = false;
    this.#hooks.lost();
  }

  #watch(): void {
    const now = this.#platform.now();
    const late = now - this.#ticked > 3 * ASK_MS;
    this.#ticked = now;
    if (this.#leads) return;
    // A tab that slept itself has not read its answers yet.
    if (late || this.#asked === 0) {
      this.#asked = now;
      this.#say({ type: 'ask' });
    } else if (now - this.#asked >= PATIENCE_MS) {
      this.#asked = now;
      this.#leadership?.steal();
    }
  }

  #heard(note: Note): void {
    if (this.#leads) return this.#serve(note);
    if (note.type === 'lead') return this.#attach();
    if (note.type === 'welcome' && note.to === this.#id) return this.#welcomed(note);
    if (note.type === 'alive') this.#asked = 0;
    // A leader that was given up may still talk.
    if (note.from !== this.#leader) return;
    this.#asked = 0;
    if (note.type === 'frame') this.#take(note.frame);
    else if (note.type === 'state') this.#state(note.connection);
    else if (note.type === 'lost') this.#unready();
    else if (note.type === 'revoked') this.#hooks.revoked();
  }

  #welcomed(note: Extract<Note, { type: 'welcome' }>): void {
    this.#leader = note.from;
    this.#asked = 0;
    this.#state(note.connection);
    for (const frame of note.frames) this.#take(frame);
  }

  #take(frame: ServerFrame): void {
    if (frame.type === 'ready') {
      this.#ready = true;
      this.#hooks.ready();
    }
    this.#hooks.frame(frame);
  }
}
