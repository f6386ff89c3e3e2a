/** How somebody keeps conversations. */
export default {
  arrange: {
    pin: 'Pin',
    unpin: 'Unpin',
    pinned: 'Pinned',
    markRead: 'Mark as read',
    markUnread: 'Mark as unread',
    markedUnread: 'Marked as unread',
    notify: { all: 'All messages', mentions: 'Mentions only', none: 'Mute' },
    muted: 'Muted',
    archive: 'Archive',
    unarchive: 'Take out of the archive',
    archived: 'Archived',
    archivedCount: 'Archived {count}',
    hide: 'Hide until the next message',
  },
};
