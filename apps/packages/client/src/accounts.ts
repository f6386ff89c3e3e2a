import { Api } from './api';
import type { Engine } from './engine';
import type { EngineHooks } from './engine-hooks';
import { ProblemError } from './errors';
import { Http } from './http';
import type { Platform } from './options';
import { Session } from './session';
import { Device } from './store/device';
import { Tabs, type TabNote } from './tabs';
import { Pictures } from './pictures';
import type { RegisterInput } from './types';
import type { Progress } from './upload';
import type { Account, AuthSession, ProfileChange } from './wire';

export interface AccountsHooks extends Pick<
  EngineHooks,
  | 'connection'
  | 'conversations'
  | 'timeline'
  | 'gone'
  | 'group'
  | 'groupRequest'
  | 'pins'
  | 'lists'
  | 'sessions'
  | 'signIn'
  | 'settings'
  | 'presence'
  | 'typing'
  | 'exported'
  | 'leading'
  | 'arrived'
> {
  account(): void;
  signedOut(code: string): void;
}

/** Who is signed in, from the first restore to the last wipe; owns the engine of that account. */
export class Accounts {
  readonly api: Api;
  readonly pictures: Pictures;
  engine: Engine | null = null;
  readonly #platform: Platform;
  readonly #hooks: AccountsHooks;
  readonly #session: Session;
  readonly #device: Device;
  readonly #tabs: Tabs;

  constructor(platform: Platform, hooks: AccountsHooks) {
    this.#platform = platform;
    this.#hooks = hooks;
    const http = new Http(platform);
    this.#session = new Session(http, platform);
    this.#session.onEnded = (code) => void this.#ended(code);
    this.api = new Api(http, this.#session);
    this.pictures = new Pictures((avatar, pixels) => this.api.picture(avatar, pixels));
    this.#device = new Device(platform.indexedDB);
    this.#tabs = new Tabs(platform, (note) => this.#heard(note));
  }

  get account(): Account | null {
    return this.engine?.me ?? null;
  }

  async restore(): Promise<Account | null> {
    if (this.engine !== null) return this.account;
    if (await this.#device.owesLogout()) return this.#payLogout();
    const known = await this.#device.account();
    if (known === undefined) return this.#device.remembers ? null : this.#withoutMemory();
    this.#session.expect(known.id);
    // What is cached is shown at once; the first connect finds out whether the session still holds.
    (await this.#begin(known)).connect();
    return known;
  }

  async register(input: RegisterInput): Promise<Account> {
    return this.#signedIn(await this.api.register(input));
  }

  async signIn(login: string, password: string, otp?: string, restore?: boolean): Promise<Account> {
    return this.#signedIn(await this.api.login(login, password, otp, restore));
  }

  async signInExternal(token: string): Promise<Account> {
    if (this.engine !== null) await this.signOut();
    return this.#signedIn(await this.api.loginExternal(token));
  }

  async signInByCode(phone: string, code: string, otp?: string, restore?: boolean): Promise<Account> {
    return this.#signedIn(await this.api.loginByCode(phone, code, otp, restore));
  }

  async bindPhone(phone: string, code: string, password: string, otp?: string): Promise<Account> {
    return this.#renamed(await this.api.bindPhone(phone, code, password, otp));
  }

  async removePhone(password: string, otp?: string): Promise<Account> {
    return this.#renamed(await this.api.removePhone(password, otp));
  }

  async changeProfile(change: ProfileChange): Promise<Account> {
    return this.#renamed(await this.api.changeProfile(change));
  }

  async setAvatar(file: Blob | null, progress: Progress): Promise<Account> {
    return this.#renamed(await (file ? this.api.setAvatar(file, progress) : this.api.removeAvatar()));
  }

  async signOut(): Promise<void> {
    const account = this.account;
    if (account === null) return;
    // Told first: another tab would take the line over, with a sign-in that ends.
    this.#tabs.tell({ type: 'signed-out', account: account.id });
    // Stopped next: the server closes this account's sockets, and that is no surprise now.
    await this.engine?.stop();
    let owes = false;
    try {
      await this.api.logout();
    } catch (error) {
      owes = !(error instanceof ProblemError) || error.status === 0 || error.status >= 500;
    }
    await this.#wipe();
    // The cookie is out of reach for scripts: the server must hear of it before anybody restores.
    if (owes) await this.#device.putOwesLogout();
  }

  /** This session was ended here, with all the others. */
  async forget(): Promise<void> {
    const account = this.account;
    if (account === null) return;
    this.#tabs.tell({ type: 'signed-out', account: account.id });
    await this.#wipe();
  }

  discarded(clientMsgId: string): void {
    const account = this.account;
    if (account !== null) this.#tabs.tell({ type: 'discarded', account: account.id, clientMsgId });
  }

  async #signedIn(auth: AuthSession): Promise<Account> {
    const account = this.#session.adopt(auth);
    await this.#device.putAccount(account);
    (await this.#begin(account)).connect();
    return account;
  }

  async #begin(account: Account): Promise<Engine> {
    await this.engine?.stop();
    this.engine?.store.close();
    // Whoever has not signed in yet does without it.
    const [store, { Engine }] = await Promise.all([this.#device.openStore(account.id), import('./engine')]);
    const engine = new Engine(this.#platform, this.api, store, account, {
      ...this.#hooks,
      profile: async () => void (await this.#renamed(await this.api.me())),
      renew: () => this.#session.refresh(),
      revoked: () => void this.#ended('auth.refresh_invalid'),
      committed: (message) => this.#tabs.tell({ type: 'committed', account: account.id, message }),
    });
    this.engine = engine;
    await engine.hydrate();
    this.#hooks.account();
    return engine;
  }

  /** The own account looks different now, by this device or another. */
  async #renamed(account: Account): Promise<Account> {
    if (this.account?.id !== account.id) return account;
    this.engine?.adopt(account);
    this.#hooks.account();
    await this.#device.keepAccount(account);
    return account;
  }

  /** The session is over, by the server or by another tab. */
  async #ended(code: string): Promise<void> {
    if (this.engine === null) return;
    await this.#wipe();
    this.#hooks.signedOut(code);
  }

  async #wipe(): Promise<void> {
    const engine = this.engine;
    this.engine = null;
    this.pictures.clear();
    this.#session.clear();
    await engine?.stop();
    await engine?.store.wipe().catch(() => {});
    await this.#device.forget(engine?.me.id ?? null);
    this.#hooks.account();
  }

  /** A sign-out that happened without a network is told now; until then nobody is let in by the old cookie. */
  async #payLogout(): Promise<null> {
    try {
      await this.#session.refresh();
      await this.api.logout();
      await this.#device.forget(null);
    } catch (error) {
      // Refused: the session is gone already. No answer: it is still owed.
      if (error instanceof ProblemError && error.status === 401) await this.#device.forget(null);
    }
    this.#session.clear();
    return null;
  }

  async #withoutMemory(): Promise<Account | null> {
    try {
      const account = await this.#session.refresh();
      (await this.#begin(account)).connect();
      return account;
    } catch {
      return null;
    }
  }

  #heard(note: TabNote): void {
    const engine = this.engine;
    if (engine === null || engine.me.id !== note.account) return;
    if (note.type === 'signed-out') void this.#ended('auth.unauthenticated');
    else if (note.type === 'committed') engine.accept(note.message);
    else engine.outbox.remove(note.clientMsgId);
  }
}
