import type { ClientFrame } from '../wire';

/** Who said nothing more for so long writes no more. */
export const EXPIRES_MS = 6_000;
/** It is said again at most this often. */
export const AGAIN_MS = 3_000;

export interface TypingDeps {
  now(): number;
  /** False when the line is not up. */
  send(frame: ClientFrame): boolean;
  changed(): void;
}

/** Who writes where, and whether somebody writes on this device. Nothing of it is kept. */
export class Typing {
  readonly #deps: TypingDeps;
  /** By conversation: when each of its writers is forgotten. */
  #until = new Map<string, Map<string, number>>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** By conversation: when the others were last told of this device. */
  readonly #told = new Map<string, number>();

  constructor(deps: TypingDeps) {
    this.#deps = deps;
  }

  /** Ids of those who write, by conversation. */
  get writers(): ReadonlyMap<string, readonly string[]> {
    return new Map([...this.#until].map(([id, people]) => [id, [...people.keys()]]));
  }

  told(conversationId: string, userId: string, on: boolean): void {
    if (!on) return this.stopped(conversationId, userId);
    const people = this.#until.get(conversationId) ?? new Map<string, number>();
    const isNew = !people.has(userId);
    people.set(userId, this.#deps.now() + EXPIRES_MS);
    this.#until.set(conversationId, people);
    this.#wait();
    if (isNew) this.#deps.changed();
  }

  /** The person said what was being written, or gave it up. */
  stopped(conversationId: string, userId: string): void {
    const people = this.#until.get(conversationId);
    if (!people?.delete(userId)) return;
    if (people.size === 0) this.#until.delete(conversationId);
    this.#deps.changed();
  }

  /** Somebody writes on this device, or stopped. */
  here(conversationId: string, on: boolean): void {
    const now = this.#deps.now();
    const told = this.#told.get(conversationId);
    if (on ? told !== undefined && now - told < AGAIN_MS : told === undefined) return;
    if (!on) this.#told.delete(conversationId);
    const passed = this.#deps.send({ type: 'typing', conversation_id: conversationId, on });
    if (on && passed) this.#told.set(conversationId, now);
  }

  /** The message itself says that nothing is being written any more. */
  sent(conversationId: string): void {
    this.#told.delete(conversationId);
  }

  lost(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#told.clear();
    if (this.#until.size === 0) return;
    this.#until = new Map();
    this.#deps.changed();
  }

  /** One timer for the next who is forgotten. */
  #wait(): void {
    if (this.#timer !== undefined) return;
    const next = Math.min(...[...this.#until.values()].flatMap((people) => [...people.values()]));
    if (!Number.isFinite(next)) return;
    this.#timer = setTimeout(() => this.#expire(), Math.max(0, next - this.#deps.now()));
  }

  #expire(): void {
    this.#timer = undefined;
    const now = this.#deps.now();
    for (const [id, people] of [...this.#until]) {
      for (const [userId, until] of [...people]) if (until <= now) this.stopped(id, userId);
    }
    this.#wait();
  }
}
