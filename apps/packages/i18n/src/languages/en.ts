import account from '../messages/account-en';
import base from '../messages/en';

/** One chunk a language; the texts lie in files that can be read. */
export default { ...base, ...account };
