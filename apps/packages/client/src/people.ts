import type { Api } from './api';
import type { Engine } from './engine';
import type { OutboxItem, People } from './types';
import type {
  BlockedPerson,
  Contact,
  ContactChange,
  FriendRequest,
  Profile,
  Report,
  ReportReason,
  ReportTarget,
} from './wire';

/** What is done about people. The feed will say the same, but who pressed a button should not wait for it. */
export class PeopleCommands implements People {
  readonly #api: () => Api;
  readonly #engine: () => Engine;

  constructor(api: () => Api, engine: () => Engine) {
    this.#api = api;
    this.#engine = engine;
  }

  request = async (userId: string, note: string): Promise<FriendRequest> =>
    this.#decided(await this.#api().requestContact(userId, note));
  decide = async (id: string, decision: 'accept' | 'refuse'): Promise<FriendRequest> =>
    this.#decided(await this.#api().decideRequest(id, decision));

  async #decided(request: FriendRequest): Promise<FriendRequest> {
    const engine = this.#engine();
    engine.lists.put(request);
    if (request.state !== 'accepted') return request;
    const { conversation_id: id } = request;
    const work: Promise<unknown>[] = [engine.lists.reload('contacts')];
    if (id) work.push(engine.chats.fetch(id));
    await Promise.allSettled(work);
    return request;
  }

  async change(userId: string, change: ContactChange): Promise<Contact> {
    const contact = await this.#api().changeContact(userId, change);
    this.#engine().lists.putContact(contact);
    return contact;
  }

  async remove(userId: string): Promise<void> {
    await this.#api().deleteContact(userId);
    this.#engine().lists.dropContact(userId);
  }

  async withdraw(requestId: string): Promise<FriendRequest> {
    const request = await this.#api().withdrawRequest(requestId);
    this.#engine().lists.put(request);
    return request;
  }

  blocks = (): Promise<readonly BlockedPerson[]> => this.#api().blocks();

  async block(userId: string): Promise<void> {
    await this.#api().block(userId);
    // The own request to that person ends, and theirs goes out of sight.
    await this.#engine().lists.reload('friendRequests');
  }

  async unblock(userId: string): Promise<void> {
    await this.#api().unblock(userId);
    await this.#engine().lists.reload('friendRequests');
  }

  report = (target: ReportTarget, reason: ReportReason, text: string): Promise<Report> =>
    this.#api().report(target, reason, text);

  shareCard = (conversationId: string, person: Profile): OutboxItem =>
    this.#engine().outbox.add(conversationId, '', person);
}
