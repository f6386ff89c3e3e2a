import type { Api } from './api';

/** What a person does with an e-mail address, and by the links in mails. */
export interface EmailCalls {
  /** Uses the token of a mail to an address; nobody has to be signed in. */
  verify(token: string): Promise<void>;
  /** Asks for the link to the own address once more. */
  sendAgain(): Promise<void>;
  /** Asks for another address: it counts when the link in the mail to it is used. */
  change(email: string, password: string, otp?: string): Promise<void>;
  /** Asks for a link to choose another password; says nothing about whether anybody has this name. */
  forgot(login: string): Promise<void>;
  /** Chooses another password by the token of a mail; every session of the account ends. */
  reset(token: string, password: string): Promise<void>;
}

export function emailCalls(api: Api): EmailCalls {
  return {
    verify: api.verifyEmail,
    sendAgain: api.sendVerification,
    change: api.changeEmail,
    forgot: api.forgotPassword,
    reset: api.resetPassword,
  };
}
