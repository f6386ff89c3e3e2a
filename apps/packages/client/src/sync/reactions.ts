import type { Message, Reaction } from '../wire';

/** People that a reaction names; the others are only counted. */
const NAMED = 10;

/** A message with one's own reaction put on or taken off, as the server will show it. */
export function reacted(message: Message, me: string, emoji: string, on: boolean): Message {
  const before = message.reactions ?? [];
  const known = before.find((each) => each.emoji === emoji);
  if ((known?.mine === true) === on) return message;
  if (!known) {
    return { ...message, reactions: [...before, { emoji, count: 1, users: [me], mine: true }] };
  }
  const changed: Reaction = {
    ...known,
    count: known.count + (on ? 1 : -1),
    users: on ? [...known.users, me].slice(0, NAMED) : known.users.filter((user) => user !== me),
    mine: on,
  };
  const reactions = before.map((each) => (each === known ? changed : each));
  return { ...message, reactions: reactions.filter((each) => each.count > 0) };
}
