import { watchEffect } from 'vue';
import { useI18n } from 'vue-i18n';
import { useRoute } from 'vue-router';
import { useNames } from '@/features/accounts/names';
import { useConversations } from '@/features/conversations/store';

/** Tab title: how many are unread, then where one is. */
export function useTitle(): void {
  const { t } = useI18n();
  const route = useRoute();
  const conversations = useConversations();
  const { titleOf } = useNames();

  watchEffect(() => {
    const name = String(route.name ?? '');
    let place = t('chats.title');
    if (name === 'chat') place = titleOf(conversations.byId(String(route.params.id))) || place;
    else if (name === 'settings') place = t('settings.title');
    else if (name !== 'chats') place = t('contacts.title');
    const count = conversations.totalUnread;
    document.title = `${count > 0 ? `(${count > 99 ? '99+' : count}) ` : ''}${place} · KamaChat`;
  });
}
