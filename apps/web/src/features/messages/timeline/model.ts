import type {
  Mentions,
  MergedMessage,
  Message,
  OutboxItem,
  Profile,
  Quote,
  Reaction,
  TimelineView,
} from '@kamachat/client';
import { dayKey } from '@kamachat/i18n';
import { keepSame, sameFields } from '@/shared/keepSame';

export type RowState = 'sending' | 'sent' | 'delivered' | 'read' | 'failed';

export interface Bubble {
  /** Stays the same when an outbox item becomes a committed message: the row is updated, not replaced. */
  key: string;
  /** Of the committed message. */
  id: string | null;
  seq: number | null;
  own: boolean;
  senderId: string;
  senderName: string;
  senderAvatar: string | null;
  /** Null when this version does not know the kind. */
  text: string | null;
  /** Its sender was erased, and what it said. */
  deleted: boolean;
  /** It was taken back. */
  recalled: boolean;
  /** Who took it back; its sender where nobody is told. */
  recalledBy?: string | null;
  /** The text was another one before. */
  edited: boolean;
  pinned: boolean;
  reactions: readonly Reaction[];
  /** The person of a shared card. */
  card?: Profile | null;
  /** Messages that were sent on as one. */
  merged?: readonly MergedMessage[];
  /** It was sent on from elsewhere. */
  forwarded?: boolean;
  /** What it answers. */
  quote: Quote | null;
  mentions: Mentions | null;
  at: Date;
  /** Own messages only. */
  state: RowState | null;
  code?: string;
  /** Sent too fast: it goes out again at this time. */
  retryAt?: number;
  clientMsgId: string;
  /** What happened to the group: then it is a line, no bubble. */
  event: Message | null;
  firstOfGroup: boolean;
  lastOfGroup: boolean;
  /** Time and mark inside the bubble; on the others they show at hover and focus. */
  showsMeta: boolean;
}

export type Row =
  | { type: 'day'; key: string; day: Date }
  | { type: 'unread'; key: string; count: number }
  | { type: 'event'; key: string; seq: number; message: Message }
  | { type: 'message'; key: string; bubble: Bubble };

/** What was unread when the conversation was opened; it stays put until the conversation is left. */
export interface OpenedAt {
  lastSeq: number;
  unread: number;
}

const groupGap = 3 * 60_000;
const none: readonly Reaction[] = [];

/** Messages, then the outbox, with separators between. Pure: the same input gives the same rows. */
export function buildRows(view: TimelineView, me: string, opened: OpenedAt): Row[] {
  const bubbles = [
    ...view.messages.map((message) => committed(message, me, view)),
    ...view.outbox.map((item) => pending(item, me)),
  ];
  const divider = dividerIndex(bubbles, view, opened);
  const rows: Row[] = [];

  bubbles.forEach((bubble, i) => {
    const before = bubbles[i - 1];
    const newDay = !before || dayKey(before.at) !== dayKey(bubble.at);
    // With older pages to come the first day is not known to start here; the floating date names it.
    if (newDay && (before || !view.hasOlder)) {
      rows.push({ type: 'day', key: `day-${dayKey(bubble.at)}-${bubble.key}`, day: bubble.at });
    }
    if (i === divider) rows.push({ type: 'unread', key: 'unread', count: opened.unread });
    bubble.firstOfGroup = i === divider || !joins(before, bubble);
    if (before) before.lastOfGroup = bubble.firstOfGroup;
    rows.push(rowOf(bubble));
  });

  bubbles.forEach((bubble, i) => {
    const next = bubbles[i + 1];
    bubble.showsMeta = bubble.lastOfGroup || (bubble.own && next?.state !== bubble.state);
  });
  return rows;
}

function rowOf(bubble: Bubble): Row {
  const { event, key } = bubble;
  if (event) return { type: 'event', key, seq: event.seq, message: event };
  return { type: 'message', key, bubble };
}

function joins(before: Bubble | undefined, bubble: Bubble): boolean {
  return (
    before !== undefined &&
    !before.event &&
    !bubble.event &&
    !before.recalled &&
    !bubble.recalled &&
    before.senderId === bubble.senderId &&
    bubble.at.getTime() - before.at.getTime() < groupGap &&
    dayKey(before.at) === dayKey(bubble.at)
  );
}

function dividerIndex(bubbles: readonly Bubble[], view: TimelineView, opened: OpenedAt): number {
  if (opened.unread <= 0) return -1;
  const first = bubbles.findIndex(
    ({ seq, own, event }) =>
      seq !== null && !own && !event && seq > view.openedReadSeq && seq <= opened.lastSeq,
  );
  if (first !== 0 || !view.hasOlder) return first;
  // The first loaded message is unread and older ones exist: the true position may lie further up.
  return bubbles[0]?.seq === view.openedReadSeq + 1 ? 0 : -1;
}

function committed(message: Message, me: string, view: TimelineView): Bubble {
  const own = message.sender.id === me;
  return {
    key: own && message.kind !== 'system' ? `own-${message.client_msg_id}` : message.id,
    id: message.id,
    seq: message.seq,
    own,
    senderId: message.sender.id,
    senderName: message.sender.name,
    senderAvatar: message.sender.avatar ?? null,
    text: message.kind === 'text' ? message.body.text : null,
    deleted: message.kind === 'deleted' && message.recalled !== true,
    recalled: message.recalled === true,
    recalledBy: message.recalled_by,
    edited: (message.version ?? 0) > 0,
    pinned: message.pinned === true,
    reactions: message.reactions ?? none,
    card: message.body.card,
    merged: message.kind === 'merged' ? (message.body.items ?? []) : undefined,
    forwarded: message.body.forwarded === true,
    quote: shownQuote(message.reply_to, view),
    mentions: message.mentions ?? null,
    at: new Date(message.created_at),
    state: own ? stateOf(message.seq, view) : null,
    clientMsgId: message.client_msg_id,
    event: message.kind === 'system' ? message : null,
    ...alone,
  };
}

function pending(item: OutboxItem, me: string): Bubble {
  return {
    key: `own-${item.clientMsgId}`,
    id: null,
    seq: null,
    own: true,
    senderId: me,
    senderName: '',
    deleted: false,
    recalled: false,
    edited: false,
    pinned: false,
    reactions: none,
    senderAvatar: null,
    text: item.body.card ? null : item.body.text,
    card: item.body.card,
    quote: item.quote ?? null,
    mentions: item.mentions ?? null,
    at: new Date(item.createdAt),
    state: item.state,
    code: item.code,
    retryAt: item.state === 'sending' ? item.retryAt : undefined,
    clientMsgId: item.clientMsgId,
    event: null,
    ...alone,
  };
}

/** What this device has of the original is newer than what the quote was made of. */
function shownQuote(quote: Quote | null | undefined, view: TimelineView): Quote | null {
  if (!quote?.original) return quote ?? null;
  const original = view.messages.find((message) => message.seq === quote.seq);
  return original?.kind === 'deleted' ? { ...quote, original: null } : quote;
}

const alone = { firstOfGroup: true, lastOfGroup: true, showsMeta: true };

function stateOf(seq: number, view: TimelineView): RowState {
  if (seq <= view.peerReadSeq) return 'read';
  return seq <= view.peerDeliveredSeq ? 'delivered' : 'sent';
}

/** `made`, with the rows of `before` that look the same. */
export function keepRows(made: readonly Row[], before: readonly Row[]): Row[] {
  return keepSame(made, before, ({ key }) => key, looksSame);
}

function looksSame(a: Row, b: Row): boolean {
  return a.type === 'message' && b.type === 'message' ? sameFields(a.bubble, b.bubble) : sameFields(a, b);
}

/** Whether `next` is `before` with rows put in front only: then the list keeps its place from the end. */
export function isPrepend(before: readonly Row[], next: readonly Row[]): boolean {
  const first = before[0];
  if (!first || next.length <= before.length) return false;
  return next[0]?.key !== first.key && next[next.length - 1]?.key === before[before.length - 1]?.key;
}
