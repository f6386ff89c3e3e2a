export default {
  mail: {
    off: 'This server sends no e-mail. Ask whoever runs it',
    link_invalid: 'This link was used, is too old, or was replaced by a later one',
  },
  account: {
    email_missing: 'There is no e-mail address to verify',
    email_verified: 'This address is verified already',
  },
};
