import type { Contact, ConversationView } from '@kamachat/client';

/** A place that the switcher leads to. */
export interface Target {
  key: string;
  kind: 'chat' | 'person';
  /** Of the conversation, or of the person. */
  id: string;
  name: string;
  /** Under the name. */
  detail: string;
  unread: number;
  item?: ConversationView;
  contact?: Contact;
}

const MOST = 8;

/** Chats first, newest on top; then contacts without one. All words must occur; who starts with them comes first. */
export function targets(
  conversations: readonly ConversationView[],
  contacts: readonly Contact[],
  query: string,
  titleOf: (item: ConversationView) => string,
): Target[] {
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const chats = conversations.map<Target>((item) => ({
    key: `chat-${item.id}`,
    kind: 'chat',
    id: item.id,
    name: titleOf(item),
    detail: item.peer ? `@${item.peer.username}` : '',
    unread: item.unread,
    item,
  }));
  const known = new Set(conversations.flatMap((item) => item.peer?.id ?? []));
  const people = contacts
    .filter((contact) => !known.has(contact.user.id))
    .map<Target>((contact) => ({
      key: `person-${contact.user.id}`,
      kind: 'person',
      id: contact.user.id,
      name: contact.remark || contact.user.name,
      detail: `@${contact.user.username}`,
      unread: 0,
      contact,
    }));
  return [...best(chats, words), ...best(people, words)];
}

function best(all: readonly Target[], words: readonly string[]): Target[] {
  const text = ({ name, detail, item, contact }: Target) =>
    [name, detail, item?.peer?.name, contact?.user.name].join(' ').toLocaleLowerCase();
  const rank = (target: Target) => (target.name.toLocaleLowerCase().startsWith(words[0] ?? '') ? 0 : 1);
  return all
    .filter((target) => words.every((word) => text(target).includes(word)))
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, MOST);
}
