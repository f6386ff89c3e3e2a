import type { OutboxItem } from '../types';
import type { Message, Quote } from '../wire';

/** Characters of an original that a quote shows; the server cuts there too. */
const SHOWN = 120;

/** A message as another one quotes it; one that is not here by its number alone. */
export function quoteOf(message: Message | number): Quote {
  if (typeof message === 'number') return { seq: message, original: null };
  const { seq, sender, kind, body } = message;
  if (kind === 'deleted') return { seq, original: null };
  return { seq, original: { sender, kind, text: [...body.text].slice(0, SHOWN).join('') } };
}

/** What a frame says about the references of an item. */
export function references({ quote, mentions }: OutboxItem) {
  return {
    ...(quote && { reply_to: quote.seq }),
    ...(mentions && { mentions: { user_ids: mentions.users.map((user) => user.id), all: mentions.all } }),
  };
}

/** Whether somebody else speaks to this account, by name or to all. */
export function speaksTo(message: Message, me: string): boolean {
  const { mentions, sender } = message;
  if (!mentions || sender.id === me) return false;
  return mentions.all || mentions.users.some((user) => user.id === me);
}

/** Whether it may be what a draft became: what was sent on, a card and what happened to a group never are. */
export function isWritten({ kind, body }: Message): boolean {
  return kind === 'text' && body.forwarded !== true;
}
