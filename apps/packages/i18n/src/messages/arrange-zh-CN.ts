/** 会话怎么放。 */
export default {
  arrange: {
    pin: '置顶',
    unpin: '取消置顶',
    pinned: '已置顶',
    markRead: '标为已读',
    markUnread: '标为未读',
    markedUnread: '已标为未读',
    notify: { all: '接收全部消息', mentions: "只提醒 {'@'}我", none: '免打扰' },
    muted: '免打扰',
    archive: '归档',
    unarchive: '移出归档',
    archived: '归档',
    archivedCount: '归档 {count}',
    hide: '隐藏，有新消息再出现',
  },
};
