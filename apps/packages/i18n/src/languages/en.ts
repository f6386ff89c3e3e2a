import account from '../messages/account-en';
import emailErrors from '../messages/email-errors-en';
import email from '../messages/email-en';
import presence from '../messages/presence-en';
import base from '../messages/en';
import pages from '../messages/group-pages-en';
import groups from '../messages/groups-en';
import texts from '../messages/phone-en';

const { refusals, ...phone } = texts;

const errors = {
  ...base.errors,
  ...refusals,
  mail: emailErrors.mail,
  account: { ...base.errors.account, ...refusals.account, ...emailErrors.account },
  group: groups.group,
  message: { ...base.errors.message, ...groups.message },
  auth: { ...base.errors.auth, ...refusals.auth },
};

/** One chunk a language; the texts lie in files that can be read. */
export default { ...base, ...account, ...email, ...phone, ...presence, ...pages, errors };
