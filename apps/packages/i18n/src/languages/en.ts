import account from '../messages/account-en';
import emailErrors from '../messages/email-errors-en';
import email from '../messages/email-en';
import base from '../messages/en';
import own from '../messages/own-en';

const errors = {
  ...base.errors,
  ...own.errors,
  mail: emailErrors.mail,
  account: { ...base.errors.account, ...emailErrors.account, ...own.errors.account },
  message: { ...base.errors.message, ...own.errors.message },
};

/** One chunk a language; the texts lie in files that can be read. */
export default { ...base, ...account, ...email, ...own, errors };
