import account from '../messages/account-en';
import emailErrors from '../messages/email-errors-en';
import email from '../messages/email-en';
import presence from '../messages/presence-en';
import base from '../messages/en';
import people from '../messages/people-en';
import peopleErrors from '../messages/people-errors-en';
import texts from '../messages/phone-en';

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
