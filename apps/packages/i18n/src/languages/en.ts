import { merged } from '../merged';
import account from '../messages/account-en';
import arrange from '../messages/arrange-en';
import changePages from '../messages/change-pages-en';
import changeErrors from '../messages/changes-en';
import desk from '../messages/desk-en';
import email from '../messages/email-en';
import emailErrors from '../messages/email-errors-en';
import base from '../messages/en';
import groupPages from '../messages/group-pages-en';
import groupErrors from '../messages/groups-en';
import own from '../messages/own-en';
import people from '../messages/people-en';
import peopleErrors from '../messages/people-errors-en';
import search from '../messages/search-en';
import searchErrors from '../messages/search-errors-en';
import reply from '../messages/reply-en';
import report from '../messages/report-en';
import texts from '../messages/phone-en';
import presence from '../messages/presence-en';
import talk from '../messages/talk-en';

const { refusals, ...phone } = texts;
const pages = merged(
  base,
  account,
  arrange,
  changePages,
  desk,
  email,
  groupPages,
  own,
  people,
  phone,
  presence,
  reply,
  search,
  talk,
);

/** One chunk a language; the texts lie in files that can be read. */
export default merged(
  pages,
  { errors: refusals },
  { errors: emailErrors },
  { errors: groupErrors },
  { errors: changeErrors },
  { errors: peopleErrors },
  { errors: searchErrors },
  report,
);
