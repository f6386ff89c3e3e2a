import account from '../messages/account-zh-CN';
import emailErrors from '../messages/email-errors-zh-CN';
import email from '../messages/email-zh-CN';
import base from '../messages/zh-CN';
import own from '../messages/own-zh-CN';

const errors = {
  ...base.errors,
  ...own.errors,
  mail: emailErrors.mail,
  account: { ...base.errors.account, ...emailErrors.account, ...own.errors.account },
  message: { ...base.errors.message, ...own.errors.message },
};

/** One chunk a language; the texts lie in files that can be read. */
export default { ...base, ...account, ...email, ...own, errors };
