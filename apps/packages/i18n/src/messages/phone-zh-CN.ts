export default {
  phone: {
    title: '手机号',
    text: '可以用短信验证码登录',
    ways: '登录方式',
    bySms: '短信验证码',
    country: '国家或地区代码',
    missing: '填写手机号',
    code: '验证码',
    codeMissing: '填写短信里的验证码',
    send: '发送验证码',
    sendAgain: '重新发送',
    again: '{seconds} 秒后可重发',
    sent: '验证码已发出，5 分钟内有效',
    confirm: '发到原手机号的验证码',
    new: '新手机号',
    add: '添加',
    change: '更换',
    changeText: '验证码会发到新的手机号。',
    remove: '移除',
    removeTitle: '移除手机号',
    removeText: '移除以后只能用密码登录。',
  },
  // Merged into the words for refusals.
  refusals: {
    sms: {
      off: '这个服务器不发送短信',
      country_unsupported: '这个服务器不向这个国家或地区发送短信',
    },
    account: {
      phone_invalid: '这不是手机号',
      phone_taken: '这个手机号已属于另一个账号',
      phone_missing: '没有可以移除的手机号',
      last_way_in: '请先设置密码，否则将无法登录',
    },
    auth: {
      code_required: '填写短信里的验证码',
      code_wrong: '验证码不对或已失效，试过五次后请重新发送',
      phone_unknown: '这个手机号还没有账号，可以先注册',
    },
  },
};
