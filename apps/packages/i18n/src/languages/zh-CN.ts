import account from '../messages/account-zh-CN';
import emailErrors from '../messages/email-errors-zh-CN';
import email from '../messages/email-zh-CN';
import base from '../messages/zh-CN';
import own from '../messages/own-zh-CN';
import people from '../messages/people-zh-CN';
import peopleErrors from '../messages/people-errors-zh-CN';
import texts from '../messages/phone-zh-CN';
import presence from '../messages/presence-zh-CN';

const { refusals, ...phone } = texts;

const errors = {
  ...base.errors,
  ...own.errors,
  ...refusals,
  mail: emailErrors.mail,
  contact: peopleErrors.contact,
  friend_request: { ...base.errors.friend_request, ...peopleErrors.friend_request },
  account: { ...base.errors.account, ...refusals.account, ...emailErrors.account, ...own.errors.account },
  auth: { ...base.errors.auth, ...refusals.auth },
  message: { ...base.errors.message, ...own.errors.message, ...peopleErrors.message },
};

/** One chunk a language; the texts lie in files that can be read. */
export default { ...base, ...account, ...email, ...people, ...phone, ...presence, ...own, errors };
