import account from '../messages/account-en';
import emailErrors from '../messages/email-errors-en';
import email from '../messages/email-en';
import base from '../messages/en';
import own from '../messages/own-en';
import people from '../messages/people-en';
import peopleErrors from '../messages/people-errors-en';
import texts from '../messages/phone-en';
import presence from '../messages/presence-en';

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
