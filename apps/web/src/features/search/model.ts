import type {
  Contact,
  ConversationView,
  FoundPeople,
  FoundPerson,
  MessageFilter,
  TextRange,
} from '@kamachat/client';
import { matches } from '@/features/contacts/model';

/** What the filters of a search say; days as a date field writes them. */
export interface Narrowing {
  sender: Choice | null;
  chat: Choice | null;
  kind: '' | 'text' | 'merged';
  from: string;
  to: string;
}

/** Somebody or something that was picked by its name. */
export interface Choice {
  id: string;
  name: string;
}

export const everything = (): Narrowing => ({ sender: null, chat: null, kind: '', from: '', to: '' });

/** How many of the filters are set. */
export function narrowed({ sender, chat, kind, from, to }: Narrowing): number {
  return [sender, chat, kind, from, to].filter(Boolean).length;
}

/** The first moment of a day here; undefined for no day. `later` days after it. */
export function startOf(day: string, later = 0): Date | undefined {
  const [, year, month, date] = /^(\d{4,6})-(\d\d)-(\d\d)$/.exec(day) ?? [];
  if (!year || !month || !date) return undefined;
  return new Date(Number(year), Number(month) - 1, Number(date) + later);
}

export function filterOf(narrowing: Narrowing, conversationId?: string): MessageFilter {
  return {
    conversationId: conversationId ?? narrowing.chat?.id,
    senderId: narrowing.sender?.id,
    kind: narrowing.kind || undefined,
    from: startOf(narrowing.from),
    // The last day counts, too.
    to: startOf(narrowing.to, 1),
  };
}

export interface Piece {
  text: string;
  hit: boolean;
}

/** A text in pieces: what to mark, and what stands between. Ranges that make no sense mark nothing. */
export function marked(text: string, ranges: readonly TextRange[]): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  const add = (end: number, hit: boolean) => {
    if (end > at) pieces.push({ text: text.slice(at, end), hit });
    at = Math.max(at, end);
  };
  for (const { start, end } of ranges) {
    if (start < at || end <= start || end > text.length) continue;
    add(start, false);
    add(end, true);
  }
  add(text.length, false);
  return pieces;
}

/** Somebody who was found by a name. */
export interface Somebody {
  id: string;
  name: string;
  /** Why it is this one: the name that he gave himself, or his name in a group. */
  detail: string;
  avatar: string | null;
  conversationId: string | null;
}

function ofContact({ user, remark, conversation_id: conversationId }: Contact): Somebody {
  return {
    id: user.id,
    name: remark ?? user.name,
    detail: remark ? user.name : `@${user.username}`,
    avatar: user.avatar ?? null,
    conversationId,
  };
}

function ofFound({ user, remark, alias, conversation_id: conversationId }: FoundPerson): Somebody {
  return {
    id: user.id,
    name: remark ?? user.name,
    detail: alias ?? (remark ? user.name : `@${user.username}`),
    avatar: user.avatar ?? null,
    conversationId,
  };
}

/** The contacts that are on this device at once, then whom the server knows besides. */
export function peopleOf(
  contacts: readonly Contact[],
  query: string,
  found: FoundPeople | null,
): readonly Somebody[] {
  const wanted = query.trim().toLocaleLowerCase();
  const here = contacts.filter((contact) => matches(contact, wanted)).map(ofContact);
  const known = new Set(here.map(({ id }) => id));
  const others = [...(found?.contacts ?? []), ...(found?.others ?? [])].filter(
    ({ user }) => !known.has(user.id),
  );
  return [...here, ...others.map(ofFound)];
}

/** Chats by their names, but for those of the people who stand above them. */
export function chatsOf(
  items: readonly ConversationView[],
  query: string,
  people: readonly Somebody[],
  found: FoundPeople | null,
  titleOf: (item: ConversationView) => string,
): readonly ConversationView[] {
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const shown = new Set(people.map(({ id }) => id));
  // The server knows how a name sounds.
  const sounds = new Set(found?.groups.map(({ id }) => id));
  const fits = (item: ConversationView) => {
    const text = [titleOf(item), item.peer?.username].join(' ').toLocaleLowerCase();
    return sounds.has(item.id) || words.every((word) => text.includes(word));
  };
  return items.filter((item) => !(item.peer && shown.has(item.peer.id)) && fits(item));
}
