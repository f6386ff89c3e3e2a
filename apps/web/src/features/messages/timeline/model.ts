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
  | { type: 'day'; key: string; name: string; day: Date }
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

/** What was made of a message or an outbox item; neither ever changes, another one takes its place. */
interface Made {
  bubble: Bubble;
  row: Row;
  /** The line that names its day. */
  day: Row & { type: 'day' };
}
/** What earlier rows were made of. Rows that still say the same stay the same objects: they are not drawn again. */
export type MadeRows = WeakMap<Message | OutboxItem, Made>;

/** Messages, then the outbox, with separators between. */
export function buildRows(
  view: TimelineView,
  me: string,
  opened: OpenedAt,
  made: MadeRows = new WeakMap(),
): Row[] {
  const sources = [...view.messages, ...view.outbox];
  const takenBack = new Set(view.messages.flatMap(({ kind, seq }) => (kind === 'deleted' ? [seq] : [])));
  const all = sources.map((source) => made.get(source) ?? make(bubbleOf(source, me)));
  const divider = dividerIndex(all, view, opened);
  const first = all.map((each, i) => i === divider || !joins(all[i - 1], each));
  const states = all.map(({ bubble }) => stateOf(bubble, view));
  const rows: Row[] = [];

  all.forEach((each, i) => {
    const before = all[i - 1];
    // With older pages to come the first day is not known to start here; the floating date names it.
    if (before ? before.day.name !== each.day.name : !view.hasOlder) rows.push(each.day);
    if (i === divider) rows.push({ type: 'unread', key: 'unread', count: opened.unread });
    const lastOfGroup = first[i + 1] ?? true;
    const now = placed(each, {
      firstOfGroup: first[i] ?? true,
      lastOfGroup,
      showsMeta: lastOfGroup || (each.bubble.own && states[i + 1] !== states[i]),
      state: states[i] ?? null,
      quote: shownQuote(each.bubble.quote, takenBack),
    });
    made.set(sources[i]!, now);
    rows.push(now.row);
  });
  return rows;
}

function make(bubble: Bubble): Made {
  const name = dayKey(bubble.at);
  return {
    bubble,
    row: rowOf(bubble),
    day: { type: 'day', key: `day-${name}-${bubble.key}`, name, day: bubble.at },
  };
}

type Place = Pick<Bubble, 'firstOfGroup' | 'lastOfGroup' | 'showsMeta' | 'state' | 'quote'>;

/** The same, where nothing around it changed. */
function placed(each: Made, place: Place): Made {
  const keys = Object.keys(place) as (keyof Place)[];
  if (keys.every((key) => each.bubble[key] === place[key])) return each;
  const bubble = { ...each.bubble, ...place };
  return { ...each, bubble, row: bubble.event ? each.row : rowOf(bubble) };
}

function rowOf(bubble: Bubble): Row {
  const { event, key } = bubble;
  if (event) return { type: 'event', key, seq: event.seq, message: event };
  return { type: 'message', key, bubble };
}

function joins(before: Made | undefined, { bubble, day }: Made): boolean {
  return (
    before !== undefined &&
    !before.bubble.event &&
    !bubble.event &&
    !before.bubble.recalled &&
    !bubble.recalled &&
    before.bubble.senderId === bubble.senderId &&
    bubble.at.getTime() - before.bubble.at.getTime() < groupGap &&
    before.day.name === day.name
  );
}

function dividerIndex(all: readonly Made[], view: TimelineView, opened: OpenedAt): number {
  if (opened.unread <= 0) return -1;
  const first = all.findIndex(
    ({ bubble: { seq, own, event } }) =>
      seq !== null && !own && !event && seq > view.openedReadSeq && seq <= opened.lastSeq,
  );
  if (first !== 0 || !view.hasOlder) return first;
  // The first loaded message is unread and older ones exist: the true position may lie further up.
  return all[0]?.bubble.seq === view.openedReadSeq + 1 ? 0 : -1;
}

/** As it stands alone; its place is found with the others. */
function bubbleOf(source: Message | OutboxItem, me: string): Bubble {
  return 'clientMsgId' in source ? pending(source, me) : committed(source, me);
}

function committed(message: Message, me: string): Bubble {
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
    quote: message.reply_to ?? null,
    mentions: message.mentions ?? null,
    at: new Date(message.created_at),
    state: own ? 'sent' : null,
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
function shownQuote(quote: Quote | null, takenBack: ReadonlySet<number>): Quote | null {
  return quote?.original && takenBack.has(quote.seq) ? { ...quote, original: null } : quote;
}

const alone = { firstOfGroup: true, lastOfGroup: true, showsMeta: true };

function stateOf({ own, seq, state }: Bubble, view: TimelineView): RowState | null {
  if (!own || seq === null) return state;
  if (seq <= view.peerReadSeq) return 'read';
  return seq <= view.peerDeliveredSeq ? 'delivered' : 'sent';
}

/** Whether `next` is `before` with rows put in front only: then the list keeps its place from the end. */
export function isPrepend(before: readonly Row[], next: readonly Row[]): boolean {
  const first = before[0];
  if (!first || next.length <= before.length) return false;
  return next[0]?.key !== first.key && next[next.length - 1]?.key === before[before.length - 1]?.key;
}
