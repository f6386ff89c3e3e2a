import type { Chat } from './sync/chat';
import { unread } from './sync/counts';
import { isArchived, isHidden } from './sync/settings';
import type { OutboxItem, ConversationView, TimelineView } from './types';

/** A row of the list. A copy: what a view holds does not change under it. A remark takes the place of a name. */
export function conversationView(
  chat: Chat,
  pending: OutboxItem | undefined,
  remarks: ReadonlyMap<string, string>,
): ConversationView {
  const conversation = chat.conversation;
  const view: ConversationView = {
    ...conversation,
    unread: unread(conversation),
    archived: isArchived(conversation),
    mentioned: (conversation.mention_seq ?? 0) > conversation.read_seq,
    hidden: isHidden(conversation) && pending === undefined,
    draft: chat.draft,
    draftReplyTo: chat.draftReplyTo,
  };
  const remark = remarks.get(conversation.peer?.id ?? '');
  if (conversation.peer && remark) view.peer = { ...conversation.peer, name: remark };
  if (pending !== undefined) view.pending = pending;
  return view;
}

/** Pinned ones, then the newest activity first; what is being sent counts as activity. */
export function byActivity(a: ConversationView, b: ConversationView): number {
  const pinned = Number(b.settings.pinned) - Number(a.settings.pinned);
  return pinned || activity(b) - activity(a) || (a.id < b.id ? 1 : -1);
}

function activity(view: ConversationView): number {
  return Math.max(Date.parse(view.last_activity_at), view.pending?.createdAt ?? 0);
}

export function timelineView(chat: Chat, outbox: readonly OutboxItem[]): TimelineView {
  return {
    conversationId: chat.id,
    messages: chat.shown.messages,
    outbox: chat.far ? [] : [...outbox],
    hasOlder: chat.hasOlder,
    hasNewer: chat.far !== null,
    loading: chat.loading,
    openedReadSeq: chat.openedReadSeq,
    peerDeliveredSeq: chat.conversation.peer_delivered_seq,
    peerReadSeq: chat.conversation.peer_read_seq,
  };
}
