import type { Accounts } from './accounts';
import { ProblemError } from './errors';
import { Messages } from './message-commands';
import type { KamaClient, RegisterInput } from './types';
import type {
  Account,
  AuthPolicy,
  CodePurpose,
  Person,
  ProfileChange,
  TotpEnrolment,
  TotpState,
} from './wire';

/** Calls that lead in and out, and those about the own account, which need nothing of the chats. */
export abstract class OwnAccount {
  protected abstract readonly accounts: Accounts;

  readonly messages = new Messages(
    () => this.accounts.api,
    () => {
      const { engine } = this.accounts;
      if (engine === null) throw new ProblemError(401, 'auth.unauthenticated', 'nobody is signed in');
      return engine;
    },
  );

  restore = (): Promise<Account | null> => this.accounts.restore();
  policy = (): Promise<AuthPolicy> => this.accounts.api.policy();
  register = (input: RegisterInput): Promise<Account> => this.accounts.register(input);
  signInByCode: KamaClient['signInByCode'] = (...proof) => this.accounts.signInByCode(...proof);
  signIn = (login: string, password: string, otp?: string, restore?: boolean): Promise<Account> =>
    this.accounts.signIn(login, password, otp, restore);
  signInExternal = (token: string): Promise<Account> => this.accounts.signInExternal(token);
  signOut = (): Promise<void> => this.accounts.signOut();
  changeProfile = (change: ProfileChange): Promise<Account> => this.accounts.changeProfile(change);
  requestCode = (purpose: CodePurpose, phone?: string) => this.accounts.api.requestCode(purpose, phone);
  phone = () => this.accounts.api.phone();
  bindPhone: KamaClient['bindPhone'] = (...what) => this.accounts.bindPhone(...what);
  removePhone: KamaClient['removePhone'] = (...proof) => this.accounts.removePhone(...proof);
  twoStep = (): Promise<TotpState> => this.accounts.api.totp();
  beginTwoStep = (password: string): Promise<TotpEnrolment> => this.accounts.api.enrolTotp(password);
  endTwoStep = (password: string, otp: string): Promise<void> => this.accounts.api.removeTotp(password, otp);
  person = (userId: string): Promise<Person> => this.accounts.api.person(userId);

  async confirmTwoStep(code: string): Promise<readonly string[]> {
    return (await this.accounts.api.confirmTotp(code)).recovery_codes;
  }
}
