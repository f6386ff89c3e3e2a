import type en from './groups-en';

const messages: typeof en = {
  group: {
    name_invalid: '群名称需要 1 到 64 个字',
    notice_invalid: '群公告最多 2000 个字',
    alias_invalid: '群昵称需要 1 到 32 个字',
    note_invalid: '附言最多 200 个字',
    slow_mode_invalid: '慢速模式为 0 到 3600 秒',
    max_members_invalid: '超过服务器允许的成员数',
    until_invalid: '请选择一年以内的时间',
    too_many_at_once: '一次最多添加 200 人',
    invite_terms_invalid: '邀请可用 1 到 10000 次、1 到 720 小时',
    forbidden: '你在这个群里没有这项权限',
    not_contacts: '只能添加你的联系人',
    invitation_only: '这个群需要邀请才能加入',
    no_such_member: '对方已经不在群里',
    banned: '对方已被这个群禁止加入',
    full: '群已满员',
    owner_must_transfer: '请先转让或解散这个群',
    request_decided: '这个申请已经处理过',
    closed: '这个群已经解散',
  },
  message: {
    conversation_closed: '这个会话不再接收消息',
    silenced: '你已被禁言，过一段时间再发',
    muted_all: '全员禁言中，只有管理员能发言',
    not_allowed: '你在这里不能发言',
    slow_mode: '慢速模式已开启，过一会儿再发',
    refused: '对方没有接收这条消息',
  },
};

export default messages;
