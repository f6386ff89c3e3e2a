import type { Presence } from '@kamachat/client';
import { ago } from '@kamachat/i18n';
import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import { useI18n } from 'vue-i18n';
import { useClient } from '@/app/client';
import { useMinute } from '@/shared/useMinute';

export const usePresence = defineStore('presence', () => {
  const client = useClient();
  const known = shallowRef<ReadonlyMap<string, Presence>>(client.presence);
  client.on('presence', (next) => (known.value = next));
  return { of: (userId: string | undefined) => (userId ? known.value.get(userId) : undefined) };
});

/** Presence in words; empty when there is nothing to see. */
export function usePresenceWords() {
  const { t, locale } = useI18n();
  const now = useMinute();
  return (presence: Presence | undefined): string => {
    if (!presence) return '';
    if (presence.state !== 'offline') return t(`presence.${presence.state}`);
    if (!presence.last_seen_at) return '';
    // The minute on the page may be older than what was just told.
    const at = new Date(Math.max(now.value.getTime(), Date.now()));
    const when = ago(new Date(presence.last_seen_at), at, locale.value);
    return when === null ? t('presence.seenNow') : t('presence.seen', { when });
  };
}
