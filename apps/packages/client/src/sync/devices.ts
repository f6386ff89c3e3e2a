import type { Api } from '../api';
import type { SignInSession } from '../wire';
import type { FeedEvent } from './feed';

export interface DevicesHooks {
  changed(): void;
  /** Somebody signed in somewhere else. */
  signIn(session: SignInSession): void;
}

/** Where the account is signed in. Not kept on the device: it is only right when it is fresh. */
export class Devices {
  sessions: readonly SignInSession[] = [];
  readonly #api: Api;
  readonly #hooks: DevicesHooks;

  constructor(api: Api, hooks: DevicesHooks) {
    this.#api = api;
    this.#hooks = hooks;
  }

  async reload(): Promise<void> {
    this.sessions = await this.#api.sessions();
    this.#hooks.changed();
  }

  /** A sign-in is told from a new name or an end by its time: event and session are written at once. */
  async apply(events: readonly FeedEvent[]): Promise<void> {
    await this.reload();
    for (const event of events) {
      const session = this.sessions.find((each) => each.id === event.ref_id);
      const began = session !== undefined && Date.parse(session.created_at) === Date.parse(event.created_at);
      if (began && !session.current) this.#hooks.signIn(session);
    }
  }

  put(session: SignInSession): void {
    this.sessions = this.sessions.map((each) => (each.id === session.id ? session : each));
    this.#hooks.changed();
  }

  remove(gone: (session: SignInSession) => boolean): void {
    this.sessions = this.sessions.filter((each) => !gone(each));
    this.#hooks.changed();
  }
}
