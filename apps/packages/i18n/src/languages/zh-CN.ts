import account from '../messages/account-zh-CN';
import emailErrors from '../messages/email-errors-zh-CN';
import email from '../messages/email-zh-CN';
import presence from '../messages/presence-zh-CN';
import base from '../messages/zh-CN';

const errors = {
  ...base.errors,
  mail: emailErrors.mail,
  account: { ...base.errors.account, ...emailErrors.account },
};

/** One chunk a language; the texts lie in files that can be read. */
export default { ...base, ...account, ...email, ...presence, errors };
