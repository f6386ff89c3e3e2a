import type { ConversationView, Message } from '@kamachat/client';

export type Mark = 'sending' | 'sent' | 'delivered' | 'read';

/** What the second line of a row says. One state wins: failed, then draft, then the last message. */
export interface Preview {
  kind: 'failed' | 'draft' | 'message' | 'empty';
  /** Null when this version does not know the kind. */
  text: string | null;
  mark?: Mark;
  /** Who wrote it, in a group. */
  sender?: string;
  /** What happened to the group, to be worded. */
  event?: Message;
}

export function previewOf(item: ConversationView, me: string): Preview {
  if (item.pending?.state === 'failed') return { kind: 'failed', text: oneLine(item.pending.body.text) };
  if (item.draft.trim()) return { kind: 'draft', text: oneLine(item.draft) };
  if (item.pending) return { kind: 'message', text: oneLine(item.pending.body.text), mark: 'sending' };
  const last = item.last_message;
  if (!last) return { kind: 'empty', text: '' };
  if (last.kind === 'system') return { kind: 'message', text: null, event: last };
  const text = last.kind === 'text' ? oneLine(last.body.text) : null;
  return last.sender.id === me
    ? { kind: 'message', text, mark: markOf(last.seq, item) }
    : { kind: 'message', text, ...(item.group ? { sender: last.sender.name } : {}) };
}

export function markOf(
  seq: number,
  peer: { peer_read_seq: number; peer_delivered_seq: number },
): Exclude<Mark, 'sending'> {
  if (seq <= peer.peer_read_seq) return 'read';
  return seq <= peer.peer_delivered_seq ? 'delivered' : 'sent';
}

/** A group's name, or the other person's. */
export function titleOf(item: Pick<ConversationView, 'peer' | 'group'> | undefined): string {
  return item?.group?.name ?? item?.peer?.name ?? '';
}

export function timeOf(item: ConversationView): Date {
  if (item.pending) return new Date(item.pending.createdAt);
  return new Date(item.last_message?.created_at ?? item.last_activity_at);
}

/** Every word of the query must occur in the name, the user name or the last message. */
export function matches(item: ConversationView, query: string): boolean {
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const text = [titleOf(item), item.peer?.username, item.last_message?.body.text, item.draft]
    .join(' ')
    .toLocaleLowerCase();
  return words.every((word) => text.includes(word));
}

function oneLine(text: string): string {
  // A preview shows a line; the rest of a novel would only cost layout.
  return text.slice(0, 200).replace(/\s+/g, ' ').trim();
}
