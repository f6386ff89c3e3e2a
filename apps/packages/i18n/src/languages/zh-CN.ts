import account from '../messages/account-zh-CN';
import emailErrors from '../messages/email-errors-zh-CN';
import email from '../messages/email-zh-CN';
import presence from '../messages/presence-zh-CN';
import base from '../messages/zh-CN';
import pages from '../messages/group-pages-zh-CN';
import groups from '../messages/groups-zh-CN';
import texts from '../messages/phone-zh-CN';

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
