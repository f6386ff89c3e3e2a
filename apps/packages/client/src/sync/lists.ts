import type { Api } from '../api';
import type { Store } from '../store/store';
import type { Contact, FriendRequest } from '../wire';

export type ListName = 'contacts' | 'friendRequests';

/** Contacts and friend requests: small lists that are loaded whole when they change. */
export class Lists {
  contacts: readonly Contact[] = [];
  friendRequests: readonly FriendRequest[] = [];

  readonly #api: Api;
  readonly #store: Store;
  readonly #changed: (name: ListName) => void;
  readonly #running = new Map<ListName, Promise<void>>();
  readonly #again = new Set<ListName>();

  constructor(api: Api, store: Store, changed: (name: ListName) => void) {
    this.#api = api;
    this.#store = store;
    this.#changed = changed;
  }

  async hydrate(): Promise<void> {
    const contacts = ((await this.#store.meta('contacts')) ?? []) as Contact[];
    // What an older version kept has no sound; it is loaded anew.
    this.contacts = contacts.filter((contact) => typeof contact.sound === 'string');
    this.friendRequests = ((await this.#store.meta('friendRequests')) ?? []) as FriendRequest[];
    this.#changed('contacts');
    this.#changed('friendRequests');
  }

  /** A change during a load means one more load: the answer under way may be too old. */
  reload(name: ListName): Promise<void> {
    const running = this.#running.get(name);
    if (running !== undefined) {
      this.#again.add(name);
      return running;
    }
    const work = this.#load(name).finally(() => this.#running.delete(name));
    this.#running.set(name, work);
    return work;
  }

  /** One request as a call has just answered it, ahead of the feed. */
  put(request: FriendRequest): void {
    const others = this.friendRequests.filter((r) => r.id !== request.id);
    const place = this.friendRequests.findIndex((r) => r.id === request.id);
    this.friendRequests =
      place < 0 ? [request, ...others] : [...others.slice(0, place), request, ...others.slice(place)];
    this.#keep('friendRequests');
  }

  putContact(contact: Contact): void {
    this.contacts = this.contacts.map((each) => (each.user.id === contact.user.id ? contact : each));
    this.#keep('contacts');
  }

  dropContact(userId: string): void {
    this.contacts = this.contacts.filter((each) => each.user.id !== userId);
    this.#keep('contacts');
  }

  /** What this account calls people, by id. */
  remarks(): Map<string, string> {
    return new Map(this.contacts.flatMap(({ user, remark }) => (remark ? [[user.id, remark]] : [])));
  }

  async #load(name: ListName): Promise<void> {
    do {
      this.#again.delete(name);
      if (name === 'contacts') this.contacts = await this.#api.contacts();
      else this.friendRequests = await this.#api.friendRequests();
    } while (this.#again.has(name));
    this.#keep(name);
  }

  #keep(name: ListName): void {
    void this.#store.putMeta(name, this[name]).catch(() => {});
    this.#changed(name);
  }
}
