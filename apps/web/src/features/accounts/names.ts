import { useI18n } from 'vue-i18n';

/** How people are called: those who were erased by words of the reader's language. */
export function useNames() {
  const { t } = useI18n();
  return {
    nameOf: (person: { name: string; deleted?: boolean } | null | undefined): string =>
      person?.deleted ? t('erased.name') : (person?.name ?? ''),
  };
}
