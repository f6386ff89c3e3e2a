import type { Conversation, ConversationChange, ConversationSettings } from '../wire';

/** How a conversation is kept that nobody arranged, and what older caches lack. */
export const PLAIN: ConversationSettings = {
  pinned: false,
  notify: 'all',
  archived: false,
  archived_cnt: null,
  hidden: false,
  hidden_cnt: null,
  marked_unread: false,
  draft: null,
};

type Kept = Pick<Conversation, 'last_cnt' | 'settings'>;

/** Put aside; the next message brings it back, unless the conversation is silent. */
export function isArchived({ last_cnt, settings }: Kept): boolean {
  const { archived_cnt: cnt, notify } = settings;
  return cnt !== null && (notify === 'none' || last_cnt <= cnt);
}

/** Out of the list until the next message. */
export function isHidden({ last_cnt, settings }: Kept): boolean {
  return settings.hidden_cnt !== null && last_cnt <= settings.hidden_cnt;
}

/** What the server will answer, shown before it does. Drafts go another way. */
export function arranged(kept: Kept, change: ConversationChange): ConversationSettings {
  const { pinned, notify, archived, hidden, marked_unread } = change;
  const settings = { ...kept.settings };
  if (typeof pinned === 'boolean') settings.pinned = pinned;
  if (pinned === true) settings.archived_cnt = settings.hidden_cnt = null;
  if (notify) settings.notify = notify;
  if (typeof archived === 'boolean' && archived !== isArchived(kept)) {
    settings.archived_cnt = archived ? kept.last_cnt : null;
  }
  if (typeof hidden === 'boolean' && hidden !== isHidden(kept)) {
    settings.hidden_cnt = hidden ? kept.last_cnt : null;
  }
  if (archived === true || hidden === true) settings.pinned = false;
  if (typeof marked_unread === 'boolean') settings.marked_unread = marked_unread;
  return settings;
}
