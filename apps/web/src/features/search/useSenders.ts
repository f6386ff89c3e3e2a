import { useI18n } from 'vue-i18n';
import { useClient } from '@/app/client';
import { useAccount } from '@/features/accounts/store';
import { matches, nameOf } from '@/features/contacts/model';
import { useContacts } from '@/features/contacts/store';
import { useConversations } from '@/features/conversations/store';
import type { Choice } from './model';

/** Who may have said it: oneself, and the contacts or the members of the chat, by a part of a name. */
export function useSenders(conversationId?: string): (word: string) => Promise<readonly Choice[]> {
  const { t } = useI18n();
  const client = useClient();
  const me = useAccount();
  const contacts = useContacts();
  const conversations = useConversations();

  async function others(word: string): Promise<readonly Choice[]> {
    const chat = conversations.byId(conversationId ?? '');
    if (chat?.group) {
      const { items } = await client.groups.members(chat.id, word || undefined);
      return items.map(({ user, alias }) => ({
        id: user.id,
        name: contacts.called(user.id, alias ?? user.name),
      }));
    }
    if (chat?.peer) return [{ id: chat.peer.id, name: contacts.called(chat.peer.id, chat.peer.name) }];
    const wanted = word.toLocaleLowerCase();
    const known = contacts.contacts.filter((contact) => matches(contact, wanted));
    return known.map((contact) => ({ id: contact.user.id, name: nameOf(contact) }));
  }

  return async (word) => {
    const self = { id: me.account?.id ?? '', name: t('search.me') };
    const found = (await others(word)).filter(({ id }) => id !== self.id);
    const mine = !word || self.name.toLocaleLowerCase().includes(word.toLocaleLowerCase());
    return mine ? [self, ...found] : found;
  };
}
