import { isTransient } from '../errors';
import type { Platform } from '../options';
import { resendDelay } from '../socket/backoff';
import type { OutboxRecord, Store } from '../store/store';
import type { OutboxItem, SendRefs } from '../types';
import { quoteOf, references } from './refs';
import type { ClientFrame, Profile } from '../wire';

/** No ack within this time means "unknown": the same key is sent again. */
const ACK_MS = 10_000;
/** The server's largest frame is 64 KiB; a larger one would cost the line, again and again. */
const MAX_BYTES = 60 * 1024;

export interface OutboxHooks {
  send(frame: ClientFrame): boolean;
  /** The line stays silent: is it alive? */
  doubt(): void;
  changed(conversationId: string): void;
}

interface Lane {
  /** The item under way. One at a time a conversation: that is what keeps the order. */
  current: string;
  attempt: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/** What this device wants to say and has not seen committed. */
export class Outbox {
  readonly #platform: Platform;
  readonly #store: Store;
  readonly #hooks: OutboxHooks;
  readonly #items = new Map<string, OutboxRecord>();
  /** Committed, but the message is not in the timeline yet (a gap before it is being filled). */
  readonly #acked = new Set<string>();
  readonly #lanes = new Map<string, Lane>();
  #online = false;
  #order = 0;

  constructor(platform: Platform, store: Store, hooks: OutboxHooks) {
    this.#platform = platform;
    this.#store = store;
    this.#hooks = hooks;
  }

  hydrate(records: readonly OutboxRecord[]): void {
    for (const record of records) {
      this.#items.set(record.clientMsgId, record);
      this.#order = Math.max(this.#order, record.order);
    }
  }

  /** What another tab wrote before it went away. Its keys see to it that nothing is said twice. */
  adopt(records: readonly OutboxRecord[]): void {
    const fresh = records.filter((record) => !this.#items.has(record.clientMsgId));
    this.hydrate(fresh);
    for (const id of new Set(fresh.map((record) => record.conversationId))) {
      this.#hooks.changed(id);
      this.#pump(id);
    }
  }

  get(clientMsgId: string): OutboxItem | undefined {
    return this.#items.get(clientMsgId);
  }

  /** In the order of writing. */
  of(conversationId: string): OutboxRecord[] {
    return [...this.#items.values()].filter((item) => item.conversationId === conversationId);
  }

  /** Newest item of each conversation. */
  latest(): Map<string, OutboxItem> {
    const newest = new Map<string, OutboxItem>();
    for (const item of this.#items.values()) newest.set(item.conversationId, item);
    return newest;
  }

  /** A text, or the card of a person. */
  add(conversationId: string, text: string, card?: Profile, refs: SendRefs = {}): OutboxItem {
    this.#order += 1;
    const record: OutboxRecord = {
      clientMsgId: this.#platform.uuid(),
      conversationId,
      body: card ? { text, card } : { text },
      createdAt: this.#platform.now(),
      state: 'sending',
      order: this.#order,
    };
    if (refs.replyTo) record.quote = quoteOf(refs.replyTo);
    if (refs.mentions) record.mentions = refs.mentions;
    if (new TextEncoder().encode(text).length > MAX_BYTES) {
      record.state = 'failed';
      record.code = 'message.too_long';
    }
    this.#put(record);
    this.#pump(conversationId);
    return record;
  }

  retry(clientMsgId: string): void {
    const item = this.#items.get(clientMsgId);
    if (item === undefined || item.state !== 'failed') return;
    const again: OutboxRecord = { ...item, state: 'sending' };
    delete again.code;
    this.#put(again);
    this.#pump(item.conversationId);
  }

  /** Gone for good: its message is in the timeline, or its author threw it away. */
  remove(clientMsgId: string): void {
    const item = this.#items.get(clientMsgId);
    if (item === undefined) return;
    this.#items.delete(clientMsgId);
    this.#acked.delete(clientMsgId);
    void this.#store.removeOutbox(clientMsgId).catch(() => {});
    this.#free(item.conversationId, clientMsgId);
    this.#hooks.changed(item.conversationId);
  }

  /** Committed. The row stays until the message itself is in the timeline. */
  acked(clientMsgId: string): OutboxItem | undefined {
    const item = this.#items.get(clientMsgId);
    if (item === undefined) return undefined;
    this.#acked.add(clientMsgId);
    this.#free(item.conversationId, clientMsgId);
    return item;
  }

  refused(clientMsgId: string, code: string, retryAfter?: number | null): void {
    const item = this.#items.get(clientMsgId);
    if (item === undefined || this.#acked.has(clientMsgId)) return;
    if (isTransient(code, retryAfter)) {
      if (code === 'too_many_requests' || code === 'message.slow_mode') {
        this.#put({ ...item, retryAt: this.#platform.now() + (retryAfter ?? 1) * 1000 });
      }
      this.#later(item.conversationId, clientMsgId, retryAfter ?? 0);
      return;
    }
    this.#put({ ...item, state: 'failed', code });
    this.#free(item.conversationId, clientMsgId);
  }

  /** The line is up and the heads are read. */
  resume(): void {
    this.#online = true;
    const conversations = new Set([...this.#items.values()].map((item) => item.conversationId));
    for (const id of conversations) this.#pump(id);
  }

  /** The line is gone: whatever is under way is unknown and goes out again under the same key. */
  pause(): void {
    this.#online = false;
    for (const lane of this.#lanes.values()) clearTimeout(lane.timer);
    this.#lanes.clear();
  }

  #put(record: OutboxRecord): void {
    this.#items.set(record.clientMsgId, record);
    void this.#store.putOutbox(record).catch(() => {});
    this.#hooks.changed(record.conversationId);
  }

  #pump(conversationId: string): void {
    if (!this.#online || this.#lanes.has(conversationId)) return;
    const next = this.of(conversationId).find(
      (item) => item.state === 'sending' && !this.#acked.has(item.clientMsgId),
    );
    if (next === undefined) return;
    this.#lanes.set(conversationId, { current: next.clientMsgId, attempt: 0, timer: undefined });
    this.#transmit(conversationId);
  }

  #transmit(conversationId: string): void {
    const lane = this.#lanes.get(conversationId);
    const item = lane && this.#items.get(lane.current);
    if (lane === undefined || item === undefined) return;
    lane.attempt += 1;
    this.#hooks.send({
      type: 'send_message',
      ref: item.clientMsgId,
      conversation_id: conversationId,
      client_msg_id: item.clientMsgId,
      ...(item.body.card
        ? { kind: 'card', body: { user_id: item.body.card.id } }
        : { kind: 'text', body: { text: item.body.text } }),
      ...references(item),
    });
    clearTimeout(lane.timer);
    lane.timer = setTimeout(() => {
      this.#hooks.doubt();
      this.#transmit(conversationId);
    }, ACK_MS);
  }

  #later(conversationId: string, clientMsgId: string, retryAfter: number): void {
    const lane = this.#lanes.get(conversationId);
    if (lane === undefined || lane.current !== clientMsgId) return;
    const delay = Math.max(retryAfter * 1000, resendDelay(lane.attempt - 1, this.#platform.random));
    clearTimeout(lane.timer);
    lane.timer = setTimeout(() => this.#transmit(conversationId), delay);
  }

  #free(conversationId: string, clientMsgId: string): void {
    const lane = this.#lanes.get(conversationId);
    if (lane !== undefined && lane.current === clientMsgId) {
      clearTimeout(lane.timer);
      this.#lanes.delete(conversationId);
    }
    this.#pump(conversationId);
  }
}
