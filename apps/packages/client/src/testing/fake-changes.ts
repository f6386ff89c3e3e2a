import type { Message, ServerFrame } from '../wire';
import type { Room } from './fake-state';

type Changes = Extract<ServerFrame, { type: 'changes' }>;

/** Most messages of one answer; small, so that tests see the second question. */
const PAGE = 3;

/** Gives a message of a room its next state and number. */
export function changed(room: Room, seq: number, change: Partial<Message>): Message {
  room.rev = (room.rev ?? 0) + 1;
  const message: Message = { ...room.messages[seq - 1]!, ...change, rev: room.rev };
  room.messages[seq - 1] = message;
  return message;
}

/** A message that was taken back. */
export function recalled(room: Room, seq: number, by: string): Message {
  for (const [i, each] of room.messages.entries()) {
    if (each.reply_to?.seq === seq) room.messages[i] = { ...each, reply_to: { seq, original: null } };
  }
  return changed(room, seq, { kind: 'deleted', body: { text: '' }, recalled: true, recalled_by: by });
}

/** What the server answers to `changes`. */
export function changesSince(room: Room, since: number, ref: string | null): Changes {
  const all = room.messages
    .filter((message) => (message.rev ?? 0) > since)
    .sort((a, b) => (a.rev ?? 0) - (b.rev ?? 0));
  const items = all.slice(0, PAGE);
  const more = all.length > PAGE;
  const last_rev = more ? (items.at(-1)?.rev ?? since) : (room.rev ?? 0);
  return { type: 'changes', ref, conversation_id: room.id, items, last_rev, more };
}

/** The routes that change messages, as far as the tests need them. */
export function changeByRoute(room: Room, me: string, route: string, text: string): Message | null {
  const [, method, seq, rest] = /^(\w+) .*\/messages\/(\d+)(.*)$/.exec(route) ?? [];
  if (!method || !seq) return null;
  const message = room.messages[Number(seq) - 1];
  if (!message) return null;
  if (rest === '/recall') return recalled(room, message.seq, me);
  if (rest === '/pin') return changed(room, message.seq, { pinned: method === 'PUT' });
  if (rest === '' && method === 'PATCH')
    return changed(room, message.seq, { body: { text }, version: (message.version ?? 0) + 1 });
  const emoji = decodeURIComponent(rest?.replace('/reactions/', '') ?? '');
  const others = (message.reactions ?? []).filter((each) => each.emoji !== emoji);
  const mine = { emoji, count: 1, users: [me], mine: true };
  return changed(room, message.seq, { reactions: method === 'PUT' ? [...others, mine] : others });
}
