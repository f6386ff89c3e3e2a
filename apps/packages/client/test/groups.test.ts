import { expect, it } from 'vitest';
import { isTransient } from '../src/errors';
import { Chat } from '../src/sync/chat';
import { applyEvent, lacksFaces } from '../src/sync/group';
import type { Conversation, GroupBrief, Message } from '../src/wire';

const card: GroupBrief = {
  name: 'Kites',
  member_count: 3,
  role: 'member',
  state: 'active',
  avatar: null,
  faces: [],
};

function chat(lastSeq = 4): Chat {
  const conversation = { id: 'g', group: { ...card }, last_seq: lastSeq, last_message: null, read_seq: 0 };
  return Chat.fromServer(conversation as unknown as Conversation, 'me');
}

function event(seq: number, body: Partial<Message['body']>, sender = 'ann'): Message {
  const full = { text: '', subjects: [], ...body };
  return {
    seq,
    kind: 'system',
    reply_to: null,
    mentions: null,
    sender: { id: sender, name: sender, avatar: null, deleted: false },
    body: full,
  } as unknown as Message;
}
const me = { id: 'me', name: 'Me', avatar: null, deleted: false };

it('keeps the card of a group in step with what its messages tell', () => {
  const group = chat();
  const after = (message: Message): GroupBrief | null => {
    applyEvent(group, message, 'me');
    return group.conversation.group;
  };
  expect(after(event(5, { event: 'added', count: 60 }))?.member_count).toBe(63);
  expect(after(event(6, { event: 'joined' }))?.member_count).toBe(64);
  expect(after(event(7, { event: 'left' }))?.member_count).toBe(63);
  expect(after(event(8, { event: 'banned', count: 1 }))?.member_count).toBe(62);
  expect(after(event(9, { event: 'renamed', value: 'Wind' }))?.name).toBe('Wind');
  expect(after(event(10, { event: 'role_changed', value: 'admin', subjects: [me] }))?.role).toBe('admin');
  expect(after(event(11, { event: 'transferred', subjects: [me] }))?.role).toBe('owner');
  expect(after(event(12, { event: 'transferred', subjects: [] }, 'me'))?.role).toBe('admin');
  expect(after(event(13, { event: 'picture_changed', value: 'v1' }))?.avatar).toBe('v1');
  expect(after(event(14, { event: 'picture_removed' }))?.avatar).toBeNull();
  expect(after(event(15, { event: 'dissolved' }))?.state).toBe('dissolved');
});

it('takes the faces of those who leave from the card, and says when others are to be asked for', () => {
  const face = (id: string) => ({ id, username: id, name: id, avatar: null, deleted: false });
  const group = chat();
  group.conversation.group = { ...card, member_count: 2, faces: [face('ann'), face('me')] };
  expect(lacksFaces(group.conversation.group)).toBe(false);
  applyEvent(group, event(5, { event: 'left' }), 'me');
  expect(group.conversation.group).toMatchObject({ member_count: 1, faces: [face('me')] });
  applyEvent(group, event(6, { event: 'joined' }), 'me');
  expect(lacksFaces(group.conversation.group)).toBe(true);
  applyEvent(group, event(7, { event: 'removed', count: 1, subjects: [me] }), 'me');
  expect(group.conversation.group.faces).toEqual([]);
});

it('leaves a card alone that knows more than the message', () => {
  const group = chat(9);
  expect(applyEvent(group, event(9, { event: 'joined' }), 'me')).toBe(false);
  expect(group.conversation.group?.member_count).toBe(3);
  expect(applyEvent(group, event(10, { event: 'joined' }), 'me')).toBe(true);
  expect(applyEvent(group, event(10, { event: 'joined' }), 'me')).toBe(false);
  expect(group.conversation.group?.member_count).toBe(4);
});

it('remembers over a visit up to where the card is right', () => {
  const group = chat();
  applyEvent(group, event(5, { event: 'joined' }), 'me');
  const again = Chat.fromRecord(structuredClone(group.record()));
  expect(applyEvent(again, event(5, { event: 'joined' }), 'me')).toBe(false);
});

it('sends again by itself after slow mode, but not after a silence', () => {
  expect(isTransient('message.slow_mode', 5)).toBe(true);
  expect(isTransient('message.silenced', 3600)).toBe(false);
  expect(isTransient('message.muted_all', 3600)).toBe(false);
});

it('comes from the cache without ticks, though an older version counted single readers', () => {
  const { conversation } = chat();
  Object.assign(conversation, { peer_read_seq: 3, peer_delivered_seq: 4 });
  const record = { id: 'g', conversation, low: 1, have: 4, toDeliver: 0, deliveredSent: 0, readConfirmed: 0 };
  expect(Chat.fromRecord(record).conversation).toMatchObject({ peer_read_seq: 0, peer_delivered_seq: 0 });
});
