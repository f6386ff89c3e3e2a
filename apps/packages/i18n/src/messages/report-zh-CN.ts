/** 向服务器管理者举报。 */
export default {
  changes: { report: '举报' },
  report: {
    title: {
      message: '举报 {name} 的消息',
      user: '举报 {name}',
      group: '举报群聊“{name}”',
    },
    lead: {
      message: '服务器的管理者会看到这条消息和前后几条消息。{name} 不会收到通知。',
      user: '服务器的管理者会看到对方现在的资料。{name} 不会收到通知。',
      group: '服务器的管理者会看到群名称、头像和公告。群成员不会收到通知。',
    },
    action: '举报',
    group: '举报这个群',
    reason: '有什么问题？',
    reasons: {
      spam: '垃圾信息或广告',
      harassment: '辱骂或威胁',
      fraud: '诈骗',
      impersonation: '冒充他人',
      violence: '暴力',
      sexual: '色情',
      illegal: '其他违法内容',
      other: '其他',
    },
    reasonMissing: '请选择有什么问题',
    text: '补充说明',
    textHint: '可选，最多 1000 字。',
    send: '提交举报',
    doneTitle: '已举报',
    done: '谢谢。你看到的内容已经留存，原内容怎么变都不受影响。',
    before: '你之前举报过，正在等待处理。',
    ok: '完成',
  },
  errors: {
    report: {
      text_invalid: '最多 1000 字',
      myself: '不能举报自己',
      nothing_left: '这条消息已经没有可举报的内容',
    },
  },
};
