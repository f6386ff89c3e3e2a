import account from '../messages/account-en';
import emailErrors from '../messages/email-errors-en';
import email from '../messages/email-en';
import presence from '../messages/presence-en';
import base from '../messages/en';

const errors = {
  ...base.errors,
  mail: emailErrors.mail,
  account: { ...base.errors.account, ...emailErrors.account },
};

/** One chunk a language; the texts lie in files that can be read. */
export default { ...base, ...account, ...email, ...presence, errors };
