import type {
  Account,
  AuthPolicy,
  CodePurpose,
  DataExport,
  Message,
  MessageReaders,
  OwnDataCalls,
  PhoneState,
  Presence,
  ProfileChange,
  Settings,
  SettingsChange,
  SignInSession,
} from '@kamachat/client';
import { FakeEvents } from './fakeEvents';
import { FakeGroups } from './fakeGroups';
import { refusal } from './refusal';

/** What a client without a network knows of its own account. The code of its authenticator is 123456. */
export class FakeOwn extends FakeEvents {
  account: Account | null = null;
  readonly calls: string[] = [];
  readonly groups = new FakeGroups();
  settings: Settings | null = null;
  sessions: readonly SignInSession[] = [];
  presence: ReadonlyMap<string, Presence> = new Map();
  /** Ids of those who write, by conversation. */
  readonly writers = new Map<string, readonly string[]>();
  readonly talk = {
    writers: this.writers,
    typing: (id: string, on: boolean) => void this.calls.push(`typing ${id} ${on}`),
    newKey: () => 'key',
    forward: async (
      messages: readonly Message[],
      to: readonly string[],
      merged: boolean,
    ): Promise<string | null> => {
      this.calls.push(`forward ${messages.length} to ${to.join()} ${merged}`);
      return null;
    },
    readers: async (): Promise<MessageReaders> => ({ told: false, of: 0, readers: [] }),
  };
  twoStepOn = false;
  /** Whether the server sends mail. */
  mail = true;
  /** What was asked of `email`, as text. */
  readonly mails: string[] = [];

  /** The only token that is good is `good`. */
  readonly email = {
    verify: async (token: string) => this.#use(`verify ${token}`, token),
    sendAgain: async () => void this.mails.push('sendAgain'),
    change: async (email: string, password: string, otp?: string) => {
      if (password === 'wrongwrong') throw refusal(403, 'account.wrong_password');
      if (this.twoStepOn && !otp) throw refusal(403, 'account.otp_required');
      this.mails.push(`change ${email}`);
    },
    forgot: async (login: string) => void this.mails.push(`forgot ${login}`),
    reset: async (token: string, password: string) => {
      if (password === 'password1')
        throw refusal(400, 'account.password_too_common', { password: 'account.password_too_common' });
      this.#use('reset', token);
    },
  };

  #use(call: string, token: string): void {
    if (token !== 'good') throw refusal(403, 'mail.link_invalid', { token: 'mail.link_invalid' });
    this.mails.push(call);
  }

  /** Where codes go; null without a gateway. Every code is 123456. */
  sms: AuthPolicy['sms'] = null;
  registration: 'open' | 'invite' | 'closed' = 'open';
  ownPhone: PhoneState = { phone: null, password_set: true };
  readonly sent: string[] = [];

  policy = async () => ({
    registration: this.registration,
    setup_code_required: false,
    password_min_length: 8,
    mail: this.mail,
    sms: this.sms,
  });

  async requestCode(purpose: CodePurpose, phone?: string) {
    this.sent.push(`${purpose} ${phone ?? 'own'}`);
    return { expires_in: 300, retry_after: 60 };
  }

  phone = async () => this.ownPhone;

  async bindPhone(phone: string, code: string, password: string): Promise<Account> {
    if (code !== '123456') throw refusal(403, 'auth.code_wrong', { code: 'auth.code_wrong' });
    if (password === 'wrongwrong') throw refusal(403, 'account.wrong_password');
    this.ownPhone = { ...this.ownPhone, phone };
    return {} as Account;
  }

  async removePhone(): Promise<Account> {
    this.ownPhone = { ...this.ownPhone, phone: null };
    return {} as Account;
  }

  twoStep = async () => ({ enabled: this.twoStepOn, recovery_codes_left: this.twoStepOn ? 10 : 0 });

  async beginTwoStep(password: string) {
    if (password === 'wrongwrong') throw refusal(403, 'account.wrong_password');
    const secret = 'JBSWY3DPEHPK3PXP';
    return { secret, otpauth_url: `otpauth://totp/KamaChat:haoran?secret=${secret}&issuer=KamaChat` };
  }

  async confirmTwoStep(code: string): Promise<readonly string[]> {
    if (code !== '123456') throw refusal(403, 'account.otp_wrong');
    this.twoStepOn = true;
    return Array.from({ length: 10 }, (_, n) => `AAAA-BBBB-CCCC-DDD${String.fromCharCode(65 + n)}`);
  }

  async endTwoStep(): Promise<void> {
    this.twoStepOn = false;
  }

  readonly ownData: OwnDataCalls = {
    state: async () => this.archive,
    ask: async (password) => {
      if (password === 'wrongwrong') throw refusal(403, 'account.wrong_password');
      this.archive = { ...this.archive, state: 'pending' };
      return this.archive;
    },
    link: async () => ({ url: '/api/v1/exports?token=x', expires_at: new Date(0).toISOString() }),
    leave: async () => ({ erases_at: new Date(0).toISOString() }),
  };
  archive: DataExport = { state: 'none', requested_at: null, ready_at: null, size: null, expires_at: null };

  async changeProfile(change: ProfileChange): Promise<Account> {
    this.calls.push(`changeProfile ${JSON.stringify(change)}`);
    this.account = { ...this.account, ...(change as Partial<Account>) } as Account;
    this.emit('account', this.account);
    return this.account;
  }

  setAvatar = async (file: Blob | null): Promise<Account> => {
    this.account = { ...this.account, avatar: file ? 'avatar-1' : null } as Account;
    this.emit('account', this.account);
    return this.account;
  };

  picture = async (): Promise<Blob | null> => null;

  async changeSettings(change: SettingsChange): Promise<Settings> {
    this.settings = { ...this.settings, ...change } as Settings;
    return this.settings;
  }

  loadSessions = async () => this.sessions;

  async renameSession(id: string, name: string): Promise<void> {
    this.tellSessions(
      this.sessions.map((each) => (each.id === id ? { ...each, name, renamed: true } : each)),
    );
  }

  async endSession(id: string): Promise<void> {
    this.tellSessions(this.sessions.filter((each) => each.id !== id));
  }

  protected tellSessions(sessions: readonly SignInSession[]): void {
    this.sessions = sessions;
    this.emit('sessions', sessions);
  }
}
