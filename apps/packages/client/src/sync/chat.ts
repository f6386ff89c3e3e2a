import type { ChatRecord } from '../store/store';
import type { Conversation, ConversationSettings, Message } from '../wire';
import { applyPeer, endMark } from './counts';
import { MessageLog } from './log';
import { quoteOf } from './refs';
import { requoted, Revs } from './revs';
import { PLAIN } from './settings';

/** What this device knows of one conversation. */
export class Chat {
  readonly id: string;
  conversation: Conversation;
  readonly log: MessageLog;
  readonly revs: Revs;
  /** The cache holds `storedLow…log.have`. */
  storedLow: number;
  deliveredSent: number;
  /** Newest number of somebody else's message that lies on this device. */
  toDeliver = 0;
  /** How far the server knows that this account has read. */
  readConfirmed: number;
  /** Up to here the group's card has everything; later system messages change it. */
  groupAt: number;
  draft = '';
  /** Messages above it are news to tell; null until the server said what it had when this tab began. */
  newsFrom: number | null = null;
  /** Number of the message that the draft answers. */
  draftReplyTo: number | null = null;
  /** When this account wrote last, on any device, as far as this one knows. */
  saidAt = 0;
  /** Changes of the settings that the server has not answered: until then its snapshots may be older. */
  arranging = 0;

  /** A part away from the newest messages, shown in place of them. */
  far: MessageLog | null = null;
  /** Views that show it now. */
  watchers = 0;
  openedReadSeq = 0;
  loading = false;
  /** The server said that nothing older exists. */
  beginning = false;

  private constructor(conversation: Conversation, log: MessageLog, rev: number) {
    this.id = conversation.id;
    this.conversation = conversation;
    this.log = log;
    this.revs = new Revs(rev);
    this.storedLow = log.low;
    this.deliveredSent = conversation.read_seq;
    this.readConfirmed = conversation.read_seq;
    this.groupAt = conversation.last_seq;
  }

  /** From a list of the server: all it brings is the last message. */
  static fromServer(conversation: Conversation, me: string): Chat {
    const last = conversation.last_message;
    const whole = last !== null && last !== undefined && last.seq === conversation.last_seq;
    const low = whole ? last.seq : conversation.last_seq + 1;
    const log = new MessageLog(low, conversation.last_seq, whole ? [last] : []);
    const chat = new Chat({ ...conversation }, log, conversation.last_rev);
    if (whole && last.sender.id !== me) chat.toDeliver = last.seq;
    chat.newsFrom = conversation.last_seq;
    return chat;
  }

  static fromRecord(record: ChatRecord): Chat {
    // What an older version kept knows no settings.
    const conversation = { ...record.conversation, settings: record.conversation.settings ?? PLAIN };
    // Older versions counted what single members of a group read.
    applyPeer(conversation, {});
    // Messages stay in the cache until somebody looks; the numbers are enough to stay in step.
    const chat = new Chat(conversation, new MessageLog(record.have + 1, record.have, []), record.rev ?? 0);
    chat.log.target = Math.max(record.have, conversation.last_seq);
    chat.storedLow = record.low;
    chat.toDeliver = record.toDeliver;
    chat.deliveredSent = record.deliveredSent;
    chat.readConfirmed = record.readConfirmed;
    chat.groupAt = record.groupAt ?? record.have;
    return chat;
  }

  record(): ChatRecord {
    return {
      id: this.id,
      conversation: this.conversation,
      low: this.storedLow,
      have: this.log.have,
      toDeliver: this.toDeliver,
      deliveredSent: this.deliveredSent,
      readConfirmed: this.readConfirmed,
      groupAt: this.groupAt,
      rev: this.revs.have,
    };
  }

  /** The server moved the own read cursor, and with that took away the mark "unread", whatever it said before. */
  confirmRead(seq: number): void {
    if (seq <= this.readConfirmed) return;
    this.readConfirmed = seq;
    endMark(this.conversation);
  }

  /** How the server says it is kept. A mark "unread" that was told before the cursor moved on is over. */
  keep({ settings, read_seq }: Pick<Conversation, 'settings' | 'read_seq'>): void {
    const marked_unread = settings.marked_unread && read_seq >= this.readConfirmed;
    this.conversation.settings = { ...settings, marked_unread };
    this.keepDraft(settings.draft);
  }

  /** And its draft, which is over when something was said since. */
  keepDraft(told: ConversationSettings['draft']): void {
    const draft = told && Date.parse(told.updated_at) > this.saidAt ? told : null;
    this.conversation.settings = { ...this.conversation.settings, draft };
  }

  /** A message that comes from anywhere, as it is now: what is on its way may be older than a change. */
  newest(message: Message): Message {
    const now = this.revs.newest(message);
    const seq = now.reply_to?.seq;
    if (seq === undefined) return now;
    const original = this.log.find(seq);
    // What should be here and is not was deleted for this account.
    if (!original && (seq < this.log.low || seq > this.log.have)) return now;
    return requoted(now, quoteOf(original ?? seq)) ?? now;
  }

  /** What views show now. */
  get shown(): MessageLog {
    return this.far ?? this.log;
  }

  /** Everything of it that is in memory. */
  get parts(): readonly MessageLog[] {
    return this.far ? [this.log, this.far] : [this.log];
  }

  get hasOlder(): boolean {
    if (this.beginning && !this.far) return false;
    return this.shown.low > Math.max(1, this.conversation.visible_from);
  }
}
