import { merged } from '../merged';
import account from '../messages/account-zh-CN';
import arrange from '../messages/arrange-zh-CN';
import changePages from '../messages/change-pages-zh-CN';
import changeErrors from '../messages/changes-zh-CN';
import desk from '../messages/desk-zh-CN';
import email from '../messages/email-zh-CN';
import emailErrors from '../messages/email-errors-zh-CN';
import base from '../messages/zh-CN';
import groupPages from '../messages/group-pages-zh-CN';
import groupErrors from '../messages/groups-zh-CN';
import own from '../messages/own-zh-CN';
import people from '../messages/people-zh-CN';
import peopleErrors from '../messages/people-errors-zh-CN';
import search from '../messages/search-zh-CN';
import searchErrors from '../messages/search-errors-zh-CN';
import reply from '../messages/reply-zh-CN';
import report from '../messages/report-zh-CN';
import texts from '../messages/phone-zh-CN';
import presence from '../messages/presence-zh-CN';
import talk from '../messages/talk-zh-CN';

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
