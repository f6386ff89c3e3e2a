import type { Message, Presence, ServerFrame } from '../wire';
import type { Chat } from './chat';
import type { Chats } from './chats';
import { applyPeer } from './counts';
import type { Changes } from './changes';
import type { Cursors } from './cursors';
import type { Feed } from './feed';
import type { Gaps } from './gaps';
import type { Loader } from './loader';
import type { Outbox } from './outbox';
import type { Typing } from './typing';

type Frame<T extends ServerFrame['type']> = Extract<ServerFrame, { type: T }>;

export interface FramesDeps {
  changes: Changes;
  chats: Chats;
  cursors: Cursors;
  feed: Feed;
  gaps: Gaps;
  loader: Loader;
  outbox: Outbox;
  /** All heads of a new line are read. */
  synced(): void;
  presence(told: Presence): void;
  typing: Typing;
  committed(message: Message): void;
}

/** From frame to action. Each kind in one place. */
export class Frames {
  readonly #deps: FramesDeps;
  /** Conversations that the heads named and the device does not know. */
  #unknown: string[] = [];
  /** Conversations that the heads of this connect named. */
  #told = new Set<string>();
  /** Messages of conversations that are being fetched. */
  readonly #early = new Map<string, Message[]>();

  constructor(deps: FramesDeps) {
    this.#deps = deps;
  }

  connected(): void {
    this.#unknown = [];
    this.#told.clear();
  }

  handle(frame: ServerFrame): void {
    const { changes, chats, feed, outbox } = this.#deps;
    switch (frame.type) {
      case 'ready':
        return changes.windows.learn(frame);
      case 'heads':
        return this.#heads(frame);
      case 'ack':
        return this.#ack(frame);
      case 'new_message':
        this.#deps.typing.stopped(frame.message.conversation_id, frame.message.sender.id);
        return this.#message(frame.message);
      case 'messages':
        return this.#messages(frame);
      case 'unavailable':
        return this.#with(frame.conversation_id, (chat) => this.#unavailable(chat, frame));
      case 'stale':
        return this.#with(frame.conversation_id, (chat) => {
          chat.log.target = Math.max(chat.log.target, frame.last_seq);
          chat.revs.learn(frame.last_rev);
          this.#deps.gaps.check(chat);
          changes.check(chat);
        });
      case 'message_changed':
        return this.#with(frame.conversation_id, (chat) => changes.pushed(chat, frame));
      case 'changes':
        return this.#with(frame.conversation_id, (chat) => changes.answered(chat, frame));
      case 'read':
        return this.#with(frame.conversation_id, (chat) => this.#read(chat, frame));
      case 'delivered':
        return this.#with(frame.conversation_id, (chat) => {
          if (frame.user_id === chats.me.id) return;
          applyPeer(chat.conversation, { delivered: frame.seq });
          chats.touch(chat);
        });
      case 'account_events':
        return quietly(feed.events(frame));
      case 'presence':
        return this.#deps.presence(frame);
      case 'typing':
        return this.#deps.typing.told(frame.conversation_id, frame.user_id, frame.on);
      case 'reset':
        return this.#reset(frame.conversation_id ?? null);
      case 'error':
        if (frame.ref) outbox.refused(frame.ref, frame.code, frame.retry_after);
        return;
      default:
        // `pong` belongs to the line; what a newer server says more is not for us.
        return;
    }
  }

  #heads(frame: Frame<'heads'>): void {
    const { chats, feed, loader, synced } = this.#deps;
    for (const head of frame.items) {
      this.#told.add(head.conversation_id);
      const chat = chats.get(head.conversation_id);
      if (chat === undefined) this.#unknown.push(head.conversation_id);
      else if (head.last_seq < chat.log.have) quietly(chats.replace(chat));
      else this.#meet(chat, head);
    }
    if (frame.more) return;
    const unknown = this.#unknown;
    const told = this.#told;
    this.#unknown = [];
    this.#told = new Set();
    quietly(feed.head(frame.useq));
    // All that are the account's were told: another one is newer than that, or it is gone.
    for (const { id } of chats.all()) if (!told.has(id)) quietly(chats.fetch(id));
    quietly(loader.some(unknown));
    synced();
  }

  #meet(chat: Chat, head: Frame<'heads'>['items'][number]): void {
    chat.revs.meet(head.last_rev);
    this.#deps.chats.merge(chat, head);
    this.#deps.changes.check(chat);
  }

  #ack(frame: Frame<'ack'>): void {
    const { chats, committed, outbox } = this.#deps;
    const item = outbox.acked(frame.client_msg_id);
    if (item === undefined) return;
    const { id: sender, nickname, avatar } = chats.me;
    const message: Message = {
      ...frame.message,
      conversation_id: frame.conversation_id,
      rev: null,
      client_msg_id: frame.client_msg_id,
      sender: { id: sender, name: nickname, avatar, deleted: false },
      kind: item.body.card ? 'card' : 'text',
      body: item.body,
      reply_to: item.quote ?? null,
      mentions: item.mentions ?? null,
    };
    this.#message(message);
    committed(message);
  }

  #message(message: Message): void {
    const { chats } = this.#deps;
    const id = message.conversation_id;
    const chat = chats.get(id);
    if (chat !== undefined) {
      chats.receive(chat, [message]);
      this.#settle(message);
      return;
    }
    const waiting = this.#early.get(id);
    if (waiting !== undefined) {
      waiting.push(message);
      return;
    }
    this.#early.set(id, [message]);
    quietly(this.#fetch(id));
  }

  async #fetch(id: string): Promise<void> {
    const { chats } = this.#deps;
    try {
      const chat = await chats.fetch(id);
      const early = this.#early.get(id) ?? [];
      if (chat === null) return;
      // The snapshot has them already, and yet nobody was told of them.
      chat.newsFrom = (early[0]?.seq ?? 1) - 1;
      chats.receive(chat, early);
      chats.tell(chat, early);
    } finally {
      for (const message of this.#early.get(id) ?? []) this.#settle(message);
      this.#early.delete(id);
    }
  }

  /** What a page or a card has already, or nobody can see any more, is sent: nothing will say so again. */
  #settle({ conversation_id, seq, sender, client_msg_id }: Message): void {
    const { chats, outbox } = this.#deps;
    const waits = seq > (chats.get(conversation_id)?.log.have ?? Infinity);
    if (sender.id === chats.me.id && !waits) outbox.remove(client_msg_id);
  }

  #messages(frame: Frame<'messages'>): void {
    this.#with(frame.conversation_id, (chat) => {
      this.#deps.chats.receive(chat, frame.items);
      this.#deps.gaps.answered(chat);
    });
  }

  #unavailable(chat: Chat, frame: Frame<'unavailable'>): void {
    this.#deps.chats.skip(chat, frame.from, frame.to);
  }

  #read(chat: Chat, frame: Frame<'read'>): void {
    const { chats } = this.#deps;
    const { user_id, seq: read_seq, read_cnt, own_cnt, last_seq, last_cnt } = frame;
    if (user_id !== chats.me.id) applyPeer(chat.conversation, { read: read_seq });
    // A server of before says less.
    else if (typeof last_seq !== 'number' || typeof last_cnt !== 'number') chats.recount(chat);
    else if (read_cnt !== null && own_cnt !== null) {
      chats.confirmRead(chat, { read_seq, read_cnt, own_cnt, last_seq, last_cnt });
    }
    chats.touch(chat);
  }

  #reset(id: string | null): void {
    if (id === null) quietly(this.#deps.feed.reset());
    else this.#with(id, (chat) => quietly(this.#deps.chats.replace(chat)));
  }

  #with(id: string, work: (chat: Chat) => void): void {
    const chat = this.#deps.chats.get(id);
    // Unknown: the snapshot that is fetched for its first message has this too.
    if (chat !== undefined) work(chat);
  }
}

/** A load that failed is repeated after the next connect; the line itself reports the trouble. */
function quietly(work: Promise<unknown>): void {
  work.catch(() => {});
}
