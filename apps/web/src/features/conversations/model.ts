import type { ConversationView, Message } from '@kamachat/client';

type Sender = Message['sender'];
export type Mark = 'sending' | 'sent' | 'delivered' | 'read';

/** What the second line of a row says. One state wins: failed, then draft, then the last message. */
export interface Preview {
  kind: 'failed' | 'draft' | 'message' | 'deleted' | 'recalled' | 'merged' | 'empty';
  /** Null when this version does not know the kind. */
  text: string | null;
  /** Whose card it is; empty when it is not told. */
  card?: string;
  mark?: Mark;
  /** Who wrote it, in a group. */
  sender?: Sender;
  /** What happened to the group, to be worded. */
  event?: Message;
}

export function previewOf(item: ConversationView, me: string): Preview {
  const { pending } = item;
  if (pending?.state === 'failed') return { kind: 'failed', ...said(pending.body) };
  if (item.draft.trim()) return { kind: 'draft', text: oneLine(item.draft) };
  if (pending) return { kind: 'message', ...said(pending.body), mark: 'sending' };
  const last = item.last_message;
  if (!last) return { kind: 'empty', text: '' };
  if (last.kind === 'system') return { kind: 'message', text: null, event: last };
  const sender = item.group && last.sender.id !== me ? { sender: last.sender } : {};
  if (last.kind === 'deleted') return { kind: last.recalled ? 'recalled' : 'deleted', text: '', ...sender };
  if (last.kind === 'merged') return { kind: 'merged', text: '', ...sender };
  const known = last.kind === 'text' || last.body.card ? said(last.body) : { text: null };
  return last.sender.id === me
    ? { kind: 'message', ...known, mark: markOf(last.seq, item) }
    : { kind: 'message', ...known, ...sender };
}

/** A message or what is quoted of one, by its kind. */
export function saidBy(it: { kind: string; text: string; card?: { name: string } | null }): Preview {
  if (it.kind === 'merged') return { kind: 'merged', text: '' };
  if (it.kind === 'card') return { kind: 'message', text: null, card: it.card?.name ?? '' };
  return { kind: 'message', text: it.text || null };
}

export function markOf(
  seq: number,
  peer: { peer_read_seq: number; peer_delivered_seq: number },
): Exclude<Mark, 'sending'> {
  if (seq <= peer.peer_read_seq) return 'read';
  return seq <= peer.peer_delivered_seq ? 'delivered' : 'sent';
}

/** Not in the list as it opens. */
export function isAside(item: ConversationView): boolean {
  return item.archived || item.hidden;
}

export function timeOf(item: ConversationView): Date {
  if (item.pending) return new Date(item.pending.createdAt);
  return new Date(item.last_message?.created_at ?? item.last_activity_at);
}

/** Every word of the query must occur in the name, the user name or the last message. */
export function matches(item: ConversationView, query: string): boolean {
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const text = [
    item.group?.name,
    item.peer?.name,
    item.peer?.username,
    item.last_message?.body.text,
    item.draft,
  ]
    .join(' ')
    .toLocaleLowerCase();
  return words.every((word) => text.includes(word));
}

function said({ text, card }: { text: string; card?: { name: string } | null }) {
  return card ? { text: null, card: card.name } : { text: oneLine(text) };
}

function oneLine(text: string): string {
  // A preview shows a line; the rest of a novel would only cost layout.
  return text.slice(0, 200).replace(/\s+/g, ' ').trim();
}
