import { wrap, type DBSchema, type IDBPDatabase } from 'idb';
import type { Account } from '../wire';
import { dropDatabase, IndexedStore } from './indexed';
import { MemoryStore } from './memory';
import type { Store } from './store';

const NAME = 'kamachat-device';

interface Schema extends DBSchema {
  values: { key: string; value: unknown };
}

/** What the device remembers across accounts: who was here, and a sign-out that the server has not heard of. */
export class Device {
  readonly #factory: IDBFactory | null;

  constructor(factory: IDBFactory | null) {
    this.#factory = factory;
  }

  /** Without a memory of its own, only the server can tell whether somebody is signed in. */
  get remembers(): boolean {
    return this.#factory !== null;
  }

  account = (): Promise<Account | undefined> => this.#get<Account>('account');
  /** A new sign-in also settles what an older one owed: its cookie is replaced. */
  putAccount = async (account: Account): Promise<void> => {
    await this.keepAccount(account);
    await this.#put('owes-logout', false);
  };
  keepAccount = (account: Account): Promise<void> => this.#put('account', account);
  owesLogout = async (): Promise<boolean> => (await this.#get<boolean>('owes-logout')) === true;
  putOwesLogout = (): Promise<void> => this.#put('owes-logout', true);

  async openStore(accountId: string): Promise<Store> {
    if (this.#factory === null) return new MemoryStore();
    try {
      return await IndexedStore.open(this.#factory, accountId);
    } catch {
      return new MemoryStore();
    }
  }

  /** Leaves nothing of the account behind. Null: nobody is known here. */
  async forget(accountId: string | null): Promise<void> {
    if (this.#factory === null) return;
    const known = await this.account();
    // Another tab may have signed in as somebody else meanwhile.
    if (known === undefined || known.id === accountId) await dropDatabase(this.#factory, NAME);
    if (accountId !== null) await dropDatabase(this.#factory, IndexedStore.databaseName(accountId));
  }

  async #get<T>(key: string): Promise<T | undefined> {
    return this.#with(async (db) => (await db.get('values', key)) as T | undefined);
  }

  async #put(key: string, value: unknown): Promise<void> {
    await this.#with(async (db) => {
      await db.put('values', value, key);
      return undefined;
    });
  }

  /** Opened for each use: these values change a few times a month. */
  async #with<T>(work: (db: IDBPDatabase<Schema>) => Promise<T | undefined>): Promise<T | undefined> {
    if (this.#factory === null) return undefined;
    try {
      const request = this.#factory.open(NAME, 1);
      request.onupgradeneeded = () => request.result.createObjectStore('values');
      const db = (await wrap(request)) as unknown as IDBPDatabase<Schema>;
      try {
        return await work(db);
      } finally {
        db.close();
      }
    } catch {
      return undefined;
    }
  }
}
