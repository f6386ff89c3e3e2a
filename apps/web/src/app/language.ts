import type { Language } from '@kamachat/i18n';
import { computed, inject, type InjectionKey } from 'vue';
import { useI18n } from 'vue-i18n';

export const languageKey: InjectionKey<(language: Language) => Promise<void>> = Symbol('language');

/** The language as a two-way value for a select. */
export function useLanguage() {
  const choose = inject(languageKey, async () => {});
  const { locale } = useI18n();
  return computed<Language>({
    get: () => locale.value as Language,
    set: (language) => void choose(language),
  });
}
