import type { Message, OutboxItem, TimelineView } from '@kamachat/client';
import { expect, it } from 'vitest';
import { buildRows, isPrepend, type Bubble, type MadeRows, type Row } from './model';

const noon = new Date(2026, 10, 21, 12).getTime();
const minute = 60_000;

function message(seq: number, from: 'me' | 'peer', at = noon + seq * 1000): Message {
  return {
    id: `m${seq}`,
    conversation_id: 'c',
    seq,
    cnt: seq,
    rev: null,
    client_msg_id: `k${seq}`,
    sender: { id: from, name: from, avatar: null, deleted: false },
    kind: 'text',
    reply_to: null,
    mentions: null,
    body: { text: `text ${seq}` },
    created_at: new Date(at).toISOString(),
  };
}

function item(id: string, state: OutboxItem['state'], at = noon + 90_000): OutboxItem {
  return { clientMsgId: id, conversationId: 'c', body: { text: id }, createdAt: at, state };
}

function view(change: Partial<TimelineView>): TimelineView {
  return {
    conversationId: 'c',
    messages: [],
    outbox: [],
    hasOlder: false,
    hasNewer: false,
    loading: false,
    openedReadSeq: 0,
    peerDeliveredSeq: 0,
    peerReadSeq: 0,
    ...change,
  };
}

const nothingNew = { lastSeq: 0, unread: 0 };
const shape = (rows: Row[]) => rows.map((row) => (row.type === 'message' ? row.bubble.seq : row.type));
const bubbles = (rows: Row[]): Bubble[] =>
  rows.flatMap((row) => (row.type === 'message' ? [row.bubble] : []));

it('groups messages of one sender that follow within three minutes', () => {
  const messages = [
    message(1, 'peer', noon),
    message(2, 'peer', noon + minute),
    message(3, 'peer', noon + 5 * minute),
    message(4, 'me', noon + 5 * minute),
  ];
  const made = bubbles(buildRows(view({ messages }), 'me', nothingNew));
  expect(made.map((each) => each.firstOfGroup)).toEqual([true, false, true, true]);
  expect(made.map((each) => each.lastOfGroup)).toEqual([false, true, true, true]);
});

it('separates days, and leaves the first one open while older messages may belong to it', () => {
  const messages = [message(1, 'peer', noon - 24 * 60 * minute), message(2, 'peer', noon)];
  expect(shape(buildRows(view({ messages }), 'me', nothingNew))).toEqual(['day', 1, 'day', 2]);
  expect(shape(buildRows(view({ messages, hasOlder: true }), 'me', nothingNew))).toEqual([1, 'day', 2]);
});

it('puts the divider before the first message of another that was unread on opening', () => {
  const messages = [message(1, 'peer'), message(2, 'me'), message(3, 'peer'), message(4, 'peer')];
  const rows = buildRows(view({ messages, openedReadSeq: 1 }), 'me', { lastSeq: 4, unread: 2 });
  expect(shape(rows)).toEqual(['day', 1, 2, 'unread', 3, 4]);
});

it('shows no divider for what arrives while the conversation is open', () => {
  const messages = [message(1, 'peer'), message(2, 'peer')];
  const rows = buildRows(view({ messages, openedReadSeq: 1 }), 'me', { lastSeq: 1, unread: 0 });
  expect(shape(rows)).toEqual(['day', 1, 2]);
});

it('waits with the divider while its place may be on an older page', () => {
  const messages = [message(10, 'peer'), message(11, 'peer')];
  const opened = { lastSeq: 11, unread: 8 };
  expect(shape(buildRows(view({ messages, hasOlder: true, openedReadSeq: 3 }), 'me', opened))).toEqual([
    10, 11,
  ]);
  expect(shape(buildRows(view({ messages, hasOlder: true, openedReadSeq: 9 }), 'me', opened))).toEqual([
    'unread',
    10,
    11,
  ]);
});

it('tells sent, delivered and read apart, and the outbox after them', () => {
  const messages = [message(1, 'me'), message(2, 'me'), message(3, 'me')];
  const outbox = [item('a', 'sending'), item('b', 'failed')];
  const rows = buildRows(view({ messages, outbox, peerReadSeq: 1, peerDeliveredSeq: 2 }), 'me', nothingNew);
  expect(bubbles(rows).map((each) => each.state)).toEqual(['read', 'delivered', 'sent', 'sending', 'failed']);
  expect(bubbles(rows).every((each) => each.showsMeta)).toBe(true);
});

it('keeps the key when an outbox item is committed', () => {
  const [before] = bubbles(buildRows(view({ outbox: [item('k7', 'sending')] }), 'me', nothingNew));
  const [after] = bubbles(buildRows(view({ messages: [message(7, 'me')] }), 'me', nothingNew));
  expect(after?.key).toBe(before?.key);
});

it('recognises older rows put in front, and nothing else', () => {
  const rows = (from: number, to: number, hasOlder = true) =>
    buildRows(
      view({
        hasOlder,
        messages: Array.from({ length: to - from + 1 }, (_, i) => message(from + i, 'peer')),
      }),
      'me',
      nothingNew,
    );
  expect(isPrepend(rows(5, 9), rows(1, 9))).toBe(true);
  expect(isPrepend(rows(5, 9), rows(1, 9, false))).toBe(true);
  expect(isPrepend(rows(5, 9), rows(5, 10))).toBe(false);
  expect(isPrepend([], rows(5, 9))).toBe(false);
});

it('shows what happened to a group as a line of its own that no bubble joins', () => {
  const happened: Message = {
    ...message(2, 'peer', noon + 2000),
    kind: 'system',
    reply_to: null,
    mentions: null,
    body: { text: '', event: 'renamed', value: 'Kites' },
  };
  const messages = [message(1, 'peer', noon), happened, message(3, 'peer', noon + 3000)];
  const rows = buildRows(view({ messages }), 'me', nothingNew);
  expect(shape(rows)).toEqual(['day', 1, 'event', 3]);
  expect(bubbles(rows).map((each) => each.firstOfGroup && each.lastOfGroup)).toEqual([true, true]);
});

it('keeps the rows that say the same, and makes the others anew', () => {
  const known: MadeRows = new WeakMap();
  const messages = [message(1, 'me'), message(2, 'peer'), message(3, 'me')];
  const quoting = {
    ...message(4, 'peer'),
    reply_to: { seq: 2, original: { sender: messages[1]!.sender, kind: 'text', text: '2' } },
  };
  const build = (change: Partial<TimelineView>) => buildRows(view(change), 'me', nothingNew, known);
  const kept = (before: Row[], after: Row[]) => shape(after.filter((row) => before.includes(row)));

  const before = build({ messages: [...messages, quoting] });
  expect(kept(before, build({ messages: [...messages, quoting] }))).toEqual(['day', 1, 2, 3, 4]);
  expect(kept(before, build({ messages: [...messages, quoting], peerReadSeq: 1 }))).toEqual(['day', 2, 3, 4]);
  const read = build({ messages: [...messages, quoting], peerReadSeq: 3 });
  const more = build({ messages: [...messages, quoting], peerReadSeq: 3, outbox: [item('new', 'sending')] });
  expect(kept(read, more)).toEqual(['day', 1, 2, 3, 4]);

  const gone = messages.map((each) => (each.seq === 2 ? { ...each, kind: 'deleted' as const } : each));
  const after = build({ messages: [...gone, quoting], peerReadSeq: 3 });
  expect(kept(read, after)).toEqual(['day', 1, 3]);
  expect(bubbles(after)[3]?.quote).toEqual({ seq: 2, original: null });
});
