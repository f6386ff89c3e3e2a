import { merged } from '../merged';
import account from '../messages/account-en';
import email from '../messages/email-en';
import emailErrors from '../messages/email-errors-en';
import base from '../messages/en';
import own from '../messages/own-en';
import texts from '../messages/phone-en';

const { refusals, ...phone } = texts;

/** What the pages need that open without a session; the rest follows with the app itself. */
export default merged(
  merged(base, account, email, own, phone),
  { errors: refusals },
  { errors: emailErrors },
);
