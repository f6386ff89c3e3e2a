import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import { useI18n } from 'vue-i18n';
import { useClient } from '@/app/client';

export const useTyping = defineStore('typing', () => {
  const client = useClient();
  const writers = shallowRef<ReadonlyMap<string, readonly string[]>>(client.talk.writers);
  client.on('typing', (next) => (writers.value = next));
  return { of: (conversationId: string): number => writers.value.get(conversationId)?.length ?? 0 };
});

/** That somebody writes, in words; empty when nobody does. */
export function useTypingWords() {
  const { t } = useI18n();
  const typing = useTyping();
  return (conversationId: string, isGroup: boolean): string => {
    const count = typing.of(conversationId);
    if (count === 0) return '';
    return isGroup ? t('typing.many', { count }, count) : t('typing.one');
  };
}
