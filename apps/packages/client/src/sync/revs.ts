import type { Message, Quote } from '../wire';

/** Changed messages that are kept until the message itself comes. */
const MAX_EARLY = 500;

/** How far this device has the changes of one conversation; the messages themselves are in the log. */
export class Revs {
  /** Everything up to here is in what this device keeps. */
  have: number;
  /** Newest change that is known to exist. */
  known: number;
  readonly #early = new Map<number, Message>();

  constructor(have: number) {
    this.have = have;
    this.known = have;
  }

  /** What the server has, said by heads. Less than what is here: it was set back. */
  meet(lastRev: number): void {
    this.have = Math.min(this.have, lastRev);
    this.known = lastRev;
  }

  learn(rev: number): void {
    this.known = Math.max(this.known, rev);
  }

  /** A pushed change. The next number closes up; a later one leaves a hole that is asked for. */
  pushed(rev: number): void {
    this.learn(rev);
    if (rev === this.have + 1) this.have = rev;
  }

  /** An answer to a question from `since` on. */
  answered(since: number, lastRev: number): void {
    this.learn(lastRev);
    if (!(since <= this.have)) return;
    // An answer that brings nothing is the end, whatever was said before; the next push tells more.
    if (lastRev <= this.have) this.known = this.have;
    else this.have = lastRev;
  }

  get behind(): boolean {
    return this.have < this.known;
  }

  /** A change of a message that is not in memory: what is on its way may be older. The newest that is kept. */
  keep(message: Message): Message {
    const kept = this.#early.get(message.seq);
    if (kept !== undefined && revOf(kept) > revOf(message)) return kept;
    this.#early.delete(message.seq);
    this.#early.set(message.seq, message);
    if (this.#early.size > MAX_EARLY) this.#early.delete(this.#early.keys().next().value!);
    return message;
  }

  /** The newest state of a message that comes from anywhere. */
  newest(message: Message): Message {
    const kept = this.#early.get(message.seq);
    if (kept === undefined) return message;
    this.#early.delete(message.seq);
    return newer(message, kept);
  }
}

export function revOf(message: Message): number {
  return message.rev ?? 0;
}

/**
 * The higher `rev` wins. A push is one for all members: what it does not say of one's own reactions is taken from
 * what was known, and a quote that has lost its words here does not get them back.
 */
export function newer(before: Message, pushed: Message): Message {
  if (revOf(pushed) < revOf(before)) return before;
  const bare = pushed.reply_to && before.reply_to?.original === null;
  const next = bare ? { ...pushed, reply_to: before.reply_to } : pushed;
  if (!next.reactions?.some(({ mine }) => typeof mine !== 'boolean')) return next;
  const known = new Map(before.reactions?.map(({ emoji, mine }) => [emoji, mine]));
  const reactions = next.reactions.map((each) =>
    typeof each.mine === 'boolean' ? each : { ...each, mine: known.get(each.emoji) ?? null },
  );
  return { ...next, reactions };
}

/** Fills in `mine` where the people named say it. */
export function seenBy(message: Message, me: string): Message {
  if (!message.reactions) return message;
  const reactions = message.reactions.map((each) => {
    if (typeof each.mine === 'boolean') return each;
    if (each.users.includes(me)) return { ...each, mine: true };
    return each.users.length >= each.count ? { ...each, mine: false } : each;
  });
  return { ...message, reactions };
}

/** Whether nothing is left to quote. */
export function isGone(message: Message): boolean {
  return message.kind === 'deleted';
}

/** Whether its words are other ones than once, or gone: then those who quote it have to know. */
export function isReworded(message: Message): boolean {
  return isGone(message) || (message.version ?? 0) > 0;
}

/** A message that quotes what is now like this; null when it shows that already, or nothing of it any more. */
export function requoted(message: Message, quote: Quote): Message | null {
  const { reply_to: old } = message;
  if (!old || old.seq !== quote.seq || old.original === null) return null;
  return old.original.text === quote.original?.text ? null : { ...message, reply_to: quote };
}
