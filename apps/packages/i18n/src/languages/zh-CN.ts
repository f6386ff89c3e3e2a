import account from '../messages/account-zh-CN';
import emailErrors from '../messages/email-errors-zh-CN';
import email from '../messages/email-zh-CN';
import presence from '../messages/presence-zh-CN';
import base from '../messages/zh-CN';
import people from '../messages/people-zh-CN';
import peopleErrors from '../messages/people-errors-zh-CN';
import texts from '../messages/phone-zh-CN';

const { refusals, ...phone } = texts;

const errors = {
  ...base.errors,
  ...refusals,
  mail: emailErrors.mail,
  contact: peopleErrors.contact,
  friend_request: { ...base.errors.friend_request, ...peopleErrors.friend_request },
  message: { ...base.errors.message, ...peopleErrors.message },
  account: { ...base.errors.account, ...refusals.account, ...emailErrors.account },
  auth: { ...base.errors.auth, ...refusals.auth },
};

/** One chunk a language; the texts lie in files that can be read. */
export default { ...base, ...account, ...email, ...people, ...phone, ...presence, errors };
