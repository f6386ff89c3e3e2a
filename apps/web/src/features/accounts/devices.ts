import type { SignInSession } from '@kamachat/client';
import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import { useI18n } from 'vue-i18n';
import { useClient } from '@/app/client';

export const useDevices = defineStore('devices', () => {
  const client = useClient();
  const sessions = shallowRef<readonly SignInSession[]>(client.sessions);
  client.on('sessions', (next) => (sessions.value = next));

  const current = computed(() => sessions.value.find((session) => session.current));
  const others = computed(() =>
    sessions.value
      .filter((session) => !session.current)
      .sort((a, b) => Date.parse(b.last_seen_at) - Date.parse(a.last_seen_at)),
  );
  return { sessions, current, others };
});

/** What a device is called: its own name, or program and system in the language of the page. */
export function useDeviceWords() {
  const { t } = useI18n();

  function kind(session: SignInSession): string {
    const app = session.app || t('devices.unknownApp');
    if (session.platform === 'other') return app;
    return t('devices.on', { app, platform: t(`devices.platforms.${session.platform}`) });
  }

  return { kind, name: (session: SignInSession) => (session.renamed ? session.name : kind(session)) };
}
