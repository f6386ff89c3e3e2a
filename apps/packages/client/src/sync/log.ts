import type { Message, Quote } from '../wire';
import { requoted } from './revs';

export interface Range {
  from: number;
  to: number;
}

/** More waiting messages than this are not kept; the gap pull brings them again. */
export const MAX_HELD = 500;
/** The server answers at most this many numbers a pull. */
export const MAX_PULL = 200;

/**
 * The messages of one conversation that this device knows without a hole: numbers `low…have`.
 * A number inside may have no message (the server said it never will).
 */
export class MessageLog {
  low: number;
  have: number;
  messages: Message[];
  /** Newest number that is known to exist. */
  target: number;
  readonly #held = new Map<number, Message>();
  #voids: Range[] = [];

  constructor(low: number, have: number, messages: Message[]) {
    this.low = low;
    this.have = have;
    this.target = have;
    this.messages = messages;
  }

  /** Takes messages in any order; returns what became readable now, in order. */
  offer(messages: readonly Message[]): Message[] {
    for (const message of messages) {
      this.target = Math.max(this.target, message.seq);
      if (message.seq <= this.have) continue;
      this.#hold(message);
    }
    return this.#drain();
  }

  /** Numbers that the server will never fill. */
  skip(from: number, to: number): Message[] {
    if (to <= this.have) return [];
    this.#voids.push({ from, to });
    return this.#drain();
  }

  /** The next numbers to ask for, at most one page; null when nothing is missing. */
  gap(): Range | null {
    if (this.have >= this.target) return null;
    let to = Math.min(this.target, this.have + MAX_PULL);
    for (const seq of this.#held.keys()) to = Math.min(to, seq - 1);
    return to > this.have ? { from: this.have + 1, to } : null;
  }

  get heldCount(): number {
    return this.#held.size;
  }

  holds(seq: number): boolean {
    return this.#held.has(seq);
  }

  /** An older page that covers `from…low-1`. */
  prepend(from: number, messages: readonly Message[]): void {
    if (from >= this.low) return;
    this.messages = [...messages.filter((m) => m.seq < this.low), ...this.messages];
    this.low = from;
  }

  /** A newer page that covers `have+1…to`. */
  append(to: number, messages: readonly Message[]): void {
    if (to <= this.have) return;
    this.messages = [...this.messages, ...messages.filter((m) => m.seq > this.have)];
    this.have = to;
  }

  /** Gives up what it has for a page that does not touch it. */
  restart(low: number, have: number, messages: readonly Message[]): void {
    this.low = low;
    this.have = have;
    this.messages = [...messages];
    this.target = Math.max(this.target, have);
    for (const seq of [...this.#held.keys()]) if (seq <= have) this.#held.delete(seq);
    this.#voids = this.#voids.filter((range) => range.to > have);
  }

  /** Keeps the newest `count` in memory; the cache still has the others. */
  trim(count: number): void {
    if (this.messages.length <= count) return;
    this.messages = this.messages.slice(-count);
    this.low = this.messages[0]?.seq ?? this.have + 1;
  }

  at(seq: number): Message | undefined {
    let low = 0;
    let high = this.messages.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const message = this.messages[middle]!;
      if (message.seq === seq) return message;
      if (message.seq < seq) low = middle + 1;
      else high = middle - 1;
    }
    return undefined;
  }

  /** A message that is here, readable or waiting behind a hole. */
  find(seq: number): Message | undefined {
    return this.at(seq) ?? this.#held.get(seq);
  }

  /** Another state of a message that is here. The list is a new one: views compare it. */
  replace(message: Message): void {
    if (this.#held.has(message.seq)) this.#held.set(message.seq, message);
    const old = this.at(message.seq);
    if (old === undefined || old === message) return;
    this.messages = this.messages.map((each) => (each === old ? message : each));
  }

  /** What quotes a message, readable or waiting, shows it as it is now. */
  requote(quote: Quote): void {
    for (const each of [...this.messages, ...this.#held.values()]) {
      const again = requoted(each, quote);
      if (again) this.replace(again);
    }
  }

  /** Takes a message out; its number stays a known one. */
  drop(id: string): Message | undefined {
    const held = [...this.#held.values()].find((message) => message.id === id);
    if (held !== undefined) this.#leaveOut(held.seq);
    const found = this.messages.find((message) => message.id === id);
    if (found === undefined) return held;
    this.messages = this.messages.filter((message) => message !== found);
    return found;
  }

  /** Nothing below `seq` is to be seen any more. */
  dropBelow(seq: number): void {
    for (const held of [...this.#held.keys()]) if (held < seq) this.#held.delete(held);
    if (seq <= this.low) return;
    this.messages = this.messages.filter((message) => message.seq >= seq);
    this.low = Math.min(seq, this.have + 1);
  }

  #leaveOut(seq: number): void {
    this.#held.delete(seq);
    this.#voids.push({ from: seq, to: seq });
  }

  #hold(message: Message): void {
    this.#held.set(message.seq, message);
    if (this.#held.size <= MAX_HELD) return;
    // The farthest goes: it is the last one that could be used.
    this.#held.delete(Math.max(...this.#held.keys()));
  }

  #drain(): Message[] {
    const ready: Message[] = [];
    for (;;) {
      const next = this.have + 1;
      const message = this.#held.get(next);
      if (message !== undefined) {
        this.#held.delete(next);
        ready.push(message);
        this.have = next;
        continue;
      }
      const hole = this.#voids.find((range) => range.from <= next && next <= range.to);
      if (hole === undefined) break;
      this.have = hole.to;
      this.target = Math.max(this.target, hole.to);
      for (const seq of [...this.#held.keys()]) if (seq <= hole.to) this.#held.delete(seq);
    }
    this.#voids = this.#voids.filter((range) => range.to > this.have);
    // Appended in place of a copy per message: a burst of 500 is one new array.
    if (ready.length > 0) this.messages = [...this.messages, ...ready];
    return ready;
  }
}
