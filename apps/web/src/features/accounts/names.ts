import type { ConversationView } from '@kamachat/client';
import { useI18n } from 'vue-i18n';

type Named = { name: string; deleted?: boolean } | null | undefined;

/** How people and conversations are called: those who were erased by words of the reader's language. */
export function useNames() {
  const { t } = useI18n();
  const nameOf = (person: Named): string => (person?.deleted ? t('erased.name') : (person?.name ?? ''));
  return {
    nameOf,
    /** A group's name, or the other person's. */
    titleOf: (item: Pick<ConversationView, 'peer' | 'group'> | undefined): string =>
      item?.group?.name ?? nameOf(item?.peer),
  };
}
