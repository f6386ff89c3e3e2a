/** 消息周围发生的事。 */
export default {
  typing: {
    one: '正在输入…',
    many: '{count} 人正在输入…',
  },
  saved: {
    title: '收藏的消息',
    text: '只有自己看得到。',
    empty: '还没有收藏。写点笔记，或把消息转发到这里。',
    write: '写点笔记',
  },
  groups: {
    start: {
      saved: '收藏的消息',
      savedText: '笔记和想留下的内容，所有设备同步',
    },
  },
  select: {
    menu: '消息操作',
    copy: '复制',
    forward: '转发',
    chosen: '已选 {count} 条消息',
    choose: '选择{name}的消息：{text}',
    forwardTitle: '转发 {count} 条消息',
    to: '发送给（{count}/20）',
    merged: '合并成一条',
    tooMany: '{count} 条消息一次最多转发给 {most} 个聊天。可以合并成一条，或者少选几个聊天。',
    mergedTitle: '聊天记录',
    mergedCount: '共 {count} 条',
    forwarded: '转发的消息',
  },
  readers: {
    count: '{count}/{of} 人已读',
    title: '已读成员',
    none: '还没有人读过。',
    hidden: '这里不显示已读情况。',
    show: '查看已读成员',
  },
};
