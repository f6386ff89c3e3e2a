/** Why something about people is refused. */
export default {
  friend_request: {
    expired: '这个请求没有人处理，已经过期',
    blocked: '你屏蔽了对方，先取消屏蔽',
  },
  contact: {
    myself: '这是你自己',
    remark_invalid: '备注名用 1 到 64 个字符',
    tag_invalid: '标签用 1 到 24 个字符',
    too_many_tags: '标签最多 10 个',
  },
  message: {
    refused: '对方没有接收这条消息，可以先发送好友请求',
    unanswered: '等对方回复后才能继续发',
    card_unknown: '不能推荐这个人',
  },
};
