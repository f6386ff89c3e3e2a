/** 回复和提到。 */
export default {
  timeline: { recalled: '消息已撤回' },
  reply: {
    action: '回复',
    to: '回复{name}',
    cancel: '不回复了',
    earlier: '较早的一条消息',
    gone: '原消息已不在',
    jump: '跳到原消息',
  },
  mention: {
    list: '群成员',
    everyone: '所有人',
    waiting: '有人提到你',
  },
  errors: {
    message: {
      reply_unknown: '这条消息不能回复',
      too_many_mentions: '一条消息最多提到 50 个人',
      mention_all_forbidden: '群里只有部分人能提到所有人',
    },
  },
};
