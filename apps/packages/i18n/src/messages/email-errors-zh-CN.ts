export default {
  mail: {
    off: '这台服务器不发邮件，请联系管理员',
    link_invalid: '这个链接已经用过、过期，或者有了更新的链接',
  },
  account: {
    email_missing: '还没有可以验证的邮箱',
    email_verified: '这个邮箱已经验证过了',
  },
};
