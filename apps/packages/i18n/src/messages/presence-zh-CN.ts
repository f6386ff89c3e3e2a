export default {
  presence: {
    online: '在线',
    away: '离开',
    do_not_disturb: '请勿打扰',
    offline: '离线',
    seen: '上次在线：{when}',
    seenNow: '刚刚在线',
    own: '我的状态',
    ownText: '在线时别人看到的样子。',
    invisible: '隐身',
  },
};
