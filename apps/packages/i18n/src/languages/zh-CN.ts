import account from '../messages/account-zh-CN';
import base from '../messages/zh-CN';

/** One chunk a language; the texts lie in files that can be read. */
export default { ...base, ...account };
