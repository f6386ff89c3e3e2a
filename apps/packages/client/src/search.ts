import type { Accounts } from './accounts';
import type { Page } from './api';
import type { FoundMessage, FoundPeople } from './wire';

/** Which messages to look for. */
export interface MessageFilter {
  conversationId?: string;
  senderId?: string;
  /** Not sent before. */
  from?: Date;
  /** Sent before. */
  to?: Date;
  kind?: 'text' | 'merged';
}

/** Everything is looked for on the server: this device has only a part. Refused with `search.too_long`. */
export interface SearchCommands {
  /**
   * Messages whose text has all words, the newest first. A page may be short, or empty, before the end: there is
   * more while `next_cursor` says so. A new message is found about a second after it was sent.
   */
  messages(query: string, filter?: MessageFilter, cursor?: string): Promise<Page<FoundMessage>>;
  /** Contacts, other people whom this account knows and its groups, by name, sound or initials; the best first. */
  people(query: string): Promise<FoundPeople>;
}

export class Search implements SearchCommands {
  readonly #accounts: Accounts;

  constructor(accounts: Accounts) {
    this.#accounts = accounts;
  }

  messages = (query: string, filter: MessageFilter = {}, cursor?: string): Promise<Page<FoundMessage>> =>
    this.#accounts.api.searchMessages({
      q: query,
      conversation_id: filter.conversationId,
      sender_id: filter.senderId,
      from: filter.from?.toISOString(),
      to: filter.to?.toISOString(),
      kind: filter.kind,
      cursor,
    });

  people = (query: string): Promise<FoundPeople> => this.#accounts.api.searchPeople(query);
}
