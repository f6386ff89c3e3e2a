import { merged } from '../merged';
import account from '../messages/account-zh-CN';
import email from '../messages/email-zh-CN';
import emailErrors from '../messages/email-errors-zh-CN';
import base from '../messages/zh-CN';
import own from '../messages/own-zh-CN';
import texts from '../messages/phone-zh-CN';

const { refusals, ...phone } = texts;

/** What the pages need that open without a session; the rest follows with the app itself. */
export default merged(
  merged(base, account, email, own, phone),
  { errors: refusals },
  { errors: emailErrors },
);
