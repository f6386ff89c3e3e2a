import type { GroupBrief, Message } from '../wire';
import type { Chat } from './chat';

/** So many of the first members are in a card: those that a group without a picture shows. */
const FACES = 9;

/** Members are in the group whose faces are not in its card, though there is room; messages do not tell enough of them. */
export function lacksFaces({ faces, member_count }: GroupBrief): boolean {
  return faces.length < Math.min(FACES, member_count);
}

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
  const without = (gone: readonly string[]) => card.faces.filter(({ id }) => !gone.includes(id));
  switch (body.event) {
    case 'added':
      return { member_count: card.member_count + people };
    case 'joined':
      return { member_count: card.member_count + 1 };
    case 'left':
      return { member_count: card.member_count - 1, faces: without([sender.id]) };
    case 'removed':
    case 'banned': {
      const gone = body.subjects?.map(({ id }) => id) ?? [];
      return { member_count: card.member_count - people, faces: without(gone) };
    }
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
