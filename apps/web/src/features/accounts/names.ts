import type { ConversationView } from '@kamachat/client';
import { useI18n } from 'vue-i18n';
import { useAccount } from './store';

type Named = { name: string; deleted?: boolean } | null | undefined;

/** How people and conversations are called: those who were erased by words of the reader's language. */
export function useNames() {
  const { t } = useI18n();
  const me = useAccount();
  const nameOf = (person: Named): string => (person?.deleted ? t('erased.name') : (person?.name ?? ''));
  return {
    nameOf,
    /** A group's name, or the other person's; the chat with oneself is what was saved. */
    titleOf(item: Pick<ConversationView, 'peer' | 'group'> | undefined): string {
      if (item?.group) return item.group.name;
      return item?.peer && item.peer.id === me.account?.id ? t('saved.title') : nameOf(item?.peer);
    },
  };
}
