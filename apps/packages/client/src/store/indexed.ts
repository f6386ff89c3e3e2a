import { wrap, type DBSchema, type IDBPDatabase, type IDBPObjectStore, type StoreNames } from 'idb';
import { quoteOf } from '../sync/refs';
import { isReworded, newer, requoted } from '../sync/revs';
import type { Message, Quote } from '../wire';
import type { Cached, ChatRecord, DraftRecord, Meta, OutboxRecord, Store } from './store';

const VERSION = 1;

interface Schema extends DBSchema {
  chats: { key: string; value: ChatRecord };
  messages: { key: [string, number]; value: Message };
  outbox: { key: string; value: OutboxRecord };
  drafts: { key: string; value: DraftRecord };
  meta: { key: string; value: unknown };
}

type Messages = IDBPObjectStore<Schema, ArrayLike<StoreNames<Schema>>, 'messages', 'readwrite'>;

const STORES = ['chats', 'messages', 'outbox', 'drafts', 'meta'] as const;

/** The cache in IndexedDB, one database an account. */
export class IndexedStore implements Store {
  readonly #db: IDBPDatabase<Schema>;

  private constructor(db: IDBPDatabase<Schema>) {
    this.#db = db;
  }

  static databaseName(accountId: string): string {
    return `kamachat-${accountId}`;
  }

  static async open(factory: IDBFactory, accountId: string): Promise<IndexedStore> {
    const request = factory.open(IndexedStore.databaseName(accountId), VERSION);
    request.onupgradeneeded = () => {
      const db = request.result;
      db.createObjectStore('chats', { keyPath: 'id' });
      db.createObjectStore('messages', { keyPath: ['conversation_id', 'seq'] });
      db.createObjectStore('outbox', { keyPath: 'clientMsgId' });
      db.createObjectStore('drafts', { keyPath: 'id' });
      db.createObjectStore('meta');
    };
    const db = (await wrap(request)) as unknown as IDBPDatabase<Schema>;
    // Another tab signs out and deletes: do not stand in its way.
    db.addEventListener('versionchange', () => db.close());
    return new IndexedStore(db);
  }

  async load(): Promise<Cached> {
    const tx = this.#db.transaction(['chats', 'outbox', 'drafts']);
    const [chats, outbox, drafts] = await Promise.all([
      tx.objectStore('chats').getAll(),
      tx.objectStore('outbox').getAll(),
      tx.objectStore('drafts').getAll(),
    ]);
    return { chats, outbox: outbox.sort((a, b) => a.order - b.order), drafts };
  }

  async meta<K extends keyof Meta>(key: K): Promise<Meta[K] | undefined> {
    return (await this.#db.get('meta', key)) as Meta[K] | undefined;
  }

  async putMeta<K extends keyof Meta>(key: K, value: Meta[K]): Promise<void> {
    await this.#db.put('meta', value, key);
  }

  async saveChat(
    record: ChatRecord,
    messages: readonly Message[],
    changed: readonly Message[],
  ): Promise<void> {
    const tx = this.#db.transaction(['chats', 'messages'], 'readwrite');
    const store = tx.objectStore('messages');
    void tx.objectStore('chats').put(record);
    for (const message of messages) void store.put(message);
    for (const message of changed) {
      const before = await store.get([record.id, message.seq]);
      const now = before ? newer(before, message) : message;
      if (before) void store.put(now);
      if (isReworded(now)) await requote(store, record.id, quoteOf(now));
    }
    await tx.done;
  }

  async dropMessage(id: string): Promise<Message | undefined> {
    const tx = this.#db.transaction('messages', 'readwrite');
    let cursor = await tx.store.openCursor();
    while (cursor && cursor.value.id !== id) cursor = await cursor.continue();
    const found = cursor?.value;
    void cursor?.delete();
    await tx.done;
    return found;
  }

  async requote(id: string, quote: Quote): Promise<void> {
    const tx = this.#db.transaction('messages', 'readwrite');
    await requote(tx.store, id, quote);
    await tx.done;
  }

  async clearChat(id: string, whole: boolean): Promise<void> {
    const tx = this.#db.transaction(['chats', 'messages', 'drafts'], 'readwrite');
    void tx.objectStore('messages').delete(bounds(id, 0, Number.MAX_SAFE_INTEGER));
    if (whole) {
      void tx.objectStore('chats').delete(id);
      void tx.objectStore('drafts').delete(id);
    }
    await tx.done;
  }

  async trim(id: string, seq: number): Promise<void> {
    await this.#db.delete('messages', bounds(id, 0, seq - 1));
  }

  async range(id: string, from: number, to: number): Promise<Message[]> {
    return from > to ? [] : this.#db.getAll('messages', bounds(id, from, to));
  }

  async putOutbox(record: OutboxRecord): Promise<void> {
    await this.#db.put('outbox', record);
  }

  async removeOutbox(clientMsgId: string): Promise<void> {
    await this.#db.delete('outbox', clientMsgId);
  }

  async putDraft(draft: DraftRecord): Promise<void> {
    if (draft.text === '' && !draft.unsent) await this.#db.delete('drafts', draft.id);
    else await this.#db.put('drafts', draft);
  }

  async wipe(): Promise<void> {
    // Emptied first: a deletion may be held up by a tab that sleeps.
    const tx = this.#db.transaction(STORES, 'readwrite');
    for (const name of STORES) void tx.objectStore(name).clear();
    await tx.done;
    this.#db.close();
  }

  close(): void {
    this.#db.close();
  }
}

/** Deletes a database without waiting for tabs that still hold it. */
export function dropDatabase(factory: IDBFactory, name: string): Promise<void> {
  return new Promise((resolve) => {
    const request = factory.deleteDatabase(name);
    request.onsuccess = request.onerror = request.onblocked = () => resolve();
  });
}

async function requote(store: Messages, id: string, quote: Quote): Promise<void> {
  for (const each of await store.getAll(bounds(id, quote.seq + 1, Number.MAX_SAFE_INTEGER))) {
    const again = requoted(each, quote);
    if (again) void store.put(again);
  }
}

function bounds(id: string, from: number, to: number): IDBKeyRange {
  return IDBKeyRange.bound([id, from], [id, to]);
}
