import type { Accounts } from './accounts';
import type { DataExport, ExportLink, Leaving } from './wire';

/** Taking the own data along, and leaving. Each asks for the password, and for a code where that is on. */
export class OwnData {
  readonly #accounts: Accounts;

  constructor(accounts: Accounts) {
    this.#accounts = accounts;
  }

  state = (): Promise<DataExport> => this.#accounts.api.exportState();
  ask = (password: string, otp?: string): Promise<DataExport> => this.#accounts.api.askExport(password, otp);
  /** Where the archive is, once. */
  link = (password: string, otp?: string): Promise<ExportLink> =>
    this.#accounts.api.exportLink(password, otp);

  /** The account is erased in a week. Every session is over, this one too. */
  async leave(password: string, otp?: string): Promise<Leaving> {
    const leaving = await this.#accounts.api.leave(password, otp);
    await this.#accounts.forget();
    return leaving;
  }
}
