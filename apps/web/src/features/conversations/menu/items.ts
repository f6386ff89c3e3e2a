import type { ConversationChange, ConversationView } from '@kamachat/client';
import type { MenuItem } from '@kamachat/ui';

type Words = (key: string) => string;

/** What can be done with a conversation from the list. */
export function menuItems(item: ConversationView, t: Words): MenuItem[] {
  const { pinned, notify } = item.settings;
  const unread = isFresh(item);
  const level = (key: 'all' | 'mentions' | 'none', icon: MenuItem['icon'], apart?: boolean): MenuItem => ({
    key: `notify-${key}`,
    text: t(`arrange.notify.${key}`),
    icon,
    checked: notify === key,
    apart,
  });
  return [
    { key: 'pin', text: t(pinned ? 'arrange.unpin' : 'arrange.pin'), icon: 'pin' },
    { key: 'unread', text: t(unread ? 'arrange.markRead' : 'arrange.markUnread'), icon: 'chat' },
    level('all', 'bell', true),
    // Nobody is mentioned where there are two.
    ...(item.group ? [level('mentions', 'at')] : []),
    level('none', 'belloff'),
    {
      key: 'archive',
      text: t(item.archived ? 'arrange.unarchive' : 'arrange.archive'),
      icon: 'archive',
      apart: true,
    },
    { key: 'hide', text: t('arrange.hide'), icon: 'x' },
    { key: 'clear', text: t('changes.clear'), icon: 'trash', apart: true, danger: true },
  ];
}

/** The change behind a row of the menu; null when it is about reading. */
export function changeOf(key: string, item: ConversationView): ConversationChange | null {
  switch (key) {
    case 'pin':
      return { pinned: !item.settings.pinned };
    case 'archive':
      return { archived: !item.archived };
    case 'hide':
      return { hidden: true };
    case 'unread':
      return item.settings.marked_unread || !isFresh(item)
        ? { marked_unread: !item.settings.marked_unread }
        : null;
    default:
      return { notify: key.slice('notify-'.length) as ConversationChange['notify'] };
  }
}

/** Unread, or marked so. */
export function isFresh(item: ConversationView): boolean {
  return item.unread > 0 || item.settings.marked_unread;
}

/** Tells nobody about all that comes. */
export function isQuiet(item: ConversationView): boolean {
  return item.settings.notify !== 'all';
}
