import type { Conversation, Message, ServerFrame } from '../wire';
import type { MessageLog } from './log';

type Heads = Extract<ServerFrame, { type: 'heads' }>;
export type Head = Heads['items'][number];

/** The numbers that `heads` and a conversation snapshot have in common. */
type Numbers = Omit<Head, 'conversation_id'>;

/** Of one moment. */
export type Counts = Pick<Numbers, 'last_seq' | 'last_cnt' | 'read_seq' | 'read_cnt' | 'own_cnt'>;

interface PeerCursors {
  read?: number;
  delivered?: number;
}

/** Three integers, no list: what stands above the read cursor minus one's own. */
export function unread(c: Pick<Conversation, 'last_cnt' | 'read_cnt' | 'own_cnt'>): number {
  return Math.max(0, c.last_cnt - c.read_cnt - c.own_cnt);
}

/** The list is ordered by this, whatever of it can be seen. */
export function active(conv: Conversation, at: string): void {
  if (Date.parse(at) > Date.parse(conv.last_activity_at)) conv.last_activity_at = at;
}

/** A message that became readable moves the head and, when it is one's own, `own_cnt`. */
export function applyMessage(conv: Conversation, message: Message, own: boolean): void {
  if (message.seq > (conv.last_message?.seq ?? 0)) {
    conv.last_message = message;
    active(conv, message.created_at);
  }
  // A head frame may have counted it already.
  if (message.seq <= conv.last_seq) return;
  if (own && message.cnt > conv.last_cnt) conv.own_cnt += 1;
  conv.last_seq = message.seq;
  conv.last_cnt = message.cnt;
}

/**
 * One's own countable messages in `from…to`; null when the log does not have all of them. What was deleted for this
 * account still counts, and is not here to be counted.
 */
export function ownBetween(log: MessageLog, me: string, from: number, to: number): number | null {
  if (from > to) return 0;
  if (from < log.low || to > log.have) return null;
  let count = 0;
  let seen = 0;
  for (let i = log.messages.length - 1; i >= 0; i -= 1) {
    const message = log.messages[i]!;
    if (message.seq < from) break;
    if (message.seq > to) continue;
    seen += 1;
    if (message.sender.id !== me) continue;
    const before = log.messages[i - 1];
    // Kinds that do not count repeat the number of the message before.
    if (before === undefined || before.seq !== message.seq - 1 || message.cnt > before.cnt) count += 1;
  }
  return seen === to - from + 1 ? count : null;
}

/** `cnt` at a position; a number without a message has the count of the message before it. */
export function countAt(conv: Conversation, log: MessageLog, seq: number): number | null {
  const exact = log.at(seq);
  if (exact !== undefined) return exact.cnt;
  if (seq >= conv.last_seq) return conv.last_cnt;
  return log.messages.findLast((message) => message.seq <= seq)?.cnt ?? null;
}

/** Read here; the server will say what that counts, should messages be missing in the log. */
export function applyRead(
  conv: Conversation,
  log: MessageLog,
  me: string,
  read: { seq: number; cnt: number },
): void {
  if (read.seq <= conv.read_seq) return;
  endMark(conv);
  conv.read_seq = read.seq;
  conv.read_cnt = read.cnt;
  conv.own_cnt = ownBetween(log, me, read.seq + 1, conv.last_seq) ?? conv.own_cnt;
}

/**
 * Takes over counts of the server, which may be newer or older than what is here. False: they are older, and what
 * came since is not all in the log; they are to be asked for again.
 */
export function mergeCounts(conv: Conversation, counts: Counts, log: MessageLog, me: string): boolean {
  // A cursor that moved here alone stays until it is confirmed, and newer messages count themselves when they come.
  if (counts.read_seq < conv.read_seq) return true;
  const since = ownBetween(log, me, counts.last_seq + 1, conv.last_seq);
  if (since === null) return false;
  conv.read_seq = counts.read_seq;
  conv.read_cnt = counts.read_cnt;
  conv.own_cnt = counts.own_cnt + since;
  if (counts.last_seq < conv.last_seq) return true;
  conv.last_seq = counts.last_seq;
  conv.last_cnt = counts.last_cnt;
  return true;
}

/** The same for all numbers of a conversation. */
export function mergeNumbers(conv: Conversation, numbers: Numbers, log: MessageLog, me: string): void {
  mergeCounts(conv, numbers, log, me);
  conv.last_rev = Math.max(conv.last_rev, numbers.last_rev);
  conv.member_rev = Math.max(conv.member_rev, numbers.member_rev);
  conv.visible_from = Math.max(conv.visible_from, numbers.visible_from);
  conv.mention_seq = Math.max(conv.mention_seq ?? 0, numbers.mention_seq);
  applyPeer(conv, { read: numbers.peer_read_seq, delivered: numbers.peer_delivered_seq });
}

/** The cursors of the other one. A group has no other one: one reader there says nothing of the rest. */
export function applyPeer(conv: Conversation, { read = 0, delivered = 0 }: PeerCursors): void {
  conv.peer_read_seq = conv.group ? 0 : Math.max(conv.peer_read_seq, read);
  conv.peer_delivered_seq = conv.group ? 0 : Math.max(conv.peer_delivered_seq, delivered, read);
}

/** The mark "unread" ends where reading goes on, on whichever device. */
export function endMark(conv: Conversation): void {
  if (conv.settings.marked_unread) conv.settings = { ...conv.settings, marked_unread: false };
}
