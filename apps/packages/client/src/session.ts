import { ProblemError } from './errors';
import type { Credentials, Http } from './http';
import type { Platform } from './options';
import type { Account, AuthSession } from './wire';

/** Renewed this long before it runs out, so that no call has to be refused first. */
const LEEWAY_MS = 30_000;

/**
 * The signed-in session of this tab. The access token lives in memory only; the refresh token
 * is a cookie that scripts cannot see.
 */
export class Session implements Credentials {
  /** The server ended the session. */
  onEnded: (code: string) => void = () => {};

  readonly #http: Http;
  readonly #platform: Platform;
  #token: string | null = null;
  #expiresAt = 0;
  #userId: string | null = null;
  #refreshing: Promise<Account> | null = null;
  /** Grows at each sign-in and sign-out: a late answer of an older session is dropped. */
  #epoch = 0;

  constructor(http: Http, platform: Platform) {
    this.#http = http;
    this.#platform = platform;
  }

  adopt(auth: AuthSession): Account {
    this.#epoch += 1;
    this.#take(auth);
    return auth.user;
  }

  /** Somebody is known from an earlier visit, but there is no token yet. */
  expect(userId: string): void {
    this.#epoch += 1;
    this.#userId = userId;
    this.#token = null;
  }

  clear(): void {
    this.#epoch += 1;
    this.#token = null;
    this.#userId = null;
  }

  async token(): Promise<string | null> {
    if (this.#userId === null) return null;
    const fresh = this.#token !== null && this.#platform.now() < this.#expiresAt - LEEWAY_MS;
    if (!fresh) await this.refresh();
    return this.#token;
  }

  async renew(refused: string): Promise<boolean> {
    // Another call may have renewed it meanwhile.
    if (this.#token === refused) await this.refresh();
    return this.#token !== null;
  }

  /** One refresh at a time: in this tab by sharing the promise, across tabs by a lock. */
  refresh(): Promise<Account> {
    this.#refreshing ??= this.#exclusive(() => this.#exchange()).finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  async #exclusive<T>(work: () => Promise<T>): Promise<T> {
    const locks = this.#platform.locks;
    if (locks === null) return work();
    return (await locks.request('kamachat-refresh', work)) as T;
  }

  async #exchange(): Promise<Account> {
    const epoch = this.#epoch;
    let auth: AuthSession;
    try {
      auth = await this.#http.request<AuthSession>('POST', 'auth/refresh', { body: {} });
    } catch (error) {
      const refused = error instanceof ProblemError && (error.status === 401 || error.status === 403);
      if (refused && epoch === this.#epoch) this.#end(error.code);
      throw error;
    }
    if (epoch !== this.#epoch) throw new ProblemError(401, 'auth.unauthenticated', 'session changed');
    if (this.#userId !== null && this.#userId !== auth.user.id) {
      // Another tab signed in as somebody else; this tab must not show his data to the old view.
      this.#end('auth.unauthenticated');
      throw new ProblemError(401, 'auth.unauthenticated', 'another account is signed in');
    }
    this.#take(auth);
    return auth.user;
  }

  #take(auth: AuthSession): void {
    this.#token = auth.access_token;
    this.#expiresAt = this.#platform.now() + auth.expires_in * 1000;
    this.#userId = auth.user.id;
  }

  #end(code: string): void {
    const known = this.#userId !== null;
    this.clear();
    if (known) this.onEnded(code);
  }
}
