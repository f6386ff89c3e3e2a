import type english from './changes-en';

/** 修改消息被服务器拒绝时的说明。 */
const messages: typeof english = {
  message: {
    unchangeable: '这条消息不能修改',
    not_sender: '只能修改自己的消息',
    edit_expired: '已超过可编辑的时间',
    edit_conflict: '这条消息已在另一台设备上编辑，请查看后重试',
    edit_limit: '这条消息编辑的次数过多',
    recall_expired: '已超过可撤回的时间',
    emoji_invalid: '请选择一个表情',
    too_many_reactions: '表情回应已达上限',
    too_many_pins: '最多置顶 50 条消息',
  },
};

export default messages;
