import type { IconName } from '@kamachat/ui';
import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { useRoute } from 'vue-router';
import { useContacts } from '@/features/contacts/store';
import { useConversations } from '@/features/conversations/store';

interface Place {
  to: string;
  icon: IconName;
  text: string;
  count: number;
  current: boolean;
  describe: string;
}

/** The places of the app, for the rail and for the tab bar. */
export function useNavigation() {
  const { t } = useI18n();
  const route = useRoute();
  const conversations = useConversations();
  const contacts = useContacts();
  const at = (path: string) => route.path === path || route.path.startsWith(`${path}/`);

  function place(to: string, icon: IconName, text: string, count: number, badge: string): Place {
    const describe = count > 0 ? `${text}${t('common.listSeparator')}${t(badge, { count }, count)}` : text;
    return { to, icon, text, count, current: at(to), describe };
  }

  const chats = computed(() =>
    place('/chats', 'chat', t('nav.chats'), conversations.totalUnread, 'chats.unreadBadge'),
  );
  const people = computed(() =>
    place('/contacts', 'contacts', t('nav.contacts'), contacts.incoming.length, 'contacts.badge'),
  );
  const settings = computed(() => place('/settings', 'gear', t('nav.settings'), 0, ''));

  return { chats, people, settings };
}
