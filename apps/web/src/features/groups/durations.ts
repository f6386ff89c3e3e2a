import { useI18n } from 'vue-i18n';

/** Hours, as the values of a select. */
export const silences = ['1', '8', '24', '168', '720'] as const;
export const lifetimes = ['1', '24', '168', '720'] as const;

/** The moment so many hours from now. */
export function inHours(hours: string, now = Date.now()): string {
  return new Date(now + Number(hours) * 3_600_000).toISOString();
}

export function useDurations() {
  const { t } = useI18n();
  const word = (hours: number) =>
    hours % 24 === 0 && hours >= 24
      ? t('groups.days', { count: hours / 24 }, hours / 24)
      : t('groups.hours', { count: hours }, hours);
  return {
    word,
    options: <T extends string>(values: readonly T[]) =>
      values.map((value) => ({ value, text: word(Number(value)) })),
  };
}
