import type { GroupBrief, Message } from '../wire';
import type { Chat } from './chat';

/**
 * Keeps a group's card in step with what its messages tell, so that a busy group costs no question.
 * False: the message says nothing about the group, or the card knew it.
 */
export function applyEvent(chat: Chat, message: Message, me: string): boolean {
  const card = chat.conversation.group;
  if (message.kind !== 'system' || !card || message.seq <= chat.groupAt) return false;
  chat.groupAt = message.seq;
  chat.conversation.group = { ...card, ...change(card, message, me) };
  return true;
}

function change(card: GroupBrief, { body, sender }: Message, me: string): Partial<GroupBrief> {
  const mine = body.subjects?.some((subject) => subject.id === me) ?? false;
  const people = body.count ?? 0;
  switch (body.event) {
    case 'added':
      return { member_count: card.member_count + people };
    case 'joined':
      return { member_count: card.member_count + 1 };
    case 'left':
      return { member_count: card.member_count - 1 };
    case 'removed':
    case 'banned':
      return { member_count: card.member_count - people };
    case 'renamed':
      return { name: body.value ?? card.name };
    case 'picture_changed':
      return { avatar: body.value ?? null };
    case 'picture_removed':
      return { avatar: null };
    case 'role_changed':
      return mine && body.value ? { role: body.value as GroupBrief['role'] } : {};
    case 'transferred':
      if (mine) return { role: 'owner' };
      return sender.id === me ? { role: 'admin' } : {};
    case 'dissolved':
      return { state: 'dissolved' };
    default:
      return {};
  }
}
