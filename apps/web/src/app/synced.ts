import type { KamaClient, Settings } from '@kamachat/client';
import { languages, type Language } from '@kamachat/i18n';
import { watch, type WritableComputedRef } from 'vue';
import { useTheme } from './theme';

/**
 * Keeps language and theme of this browser and of the account alike: what another device chose is taken, what is
 * chosen here is sent. `system` of the account leaves the language of this browser as it is.
 */
export function syncSettings(client: KamaClient, language: WritableComputedRef<Language>): () => void {
  const theme = useTheme();
  let known: Settings | null = null;

  const take = (settings: Settings | null) => {
    known = settings;
    if (settings === null) return;
    theme.value = settings.theme;
    if ((languages as readonly string[]).includes(settings.language)) {
      language.value = settings.language as Language;
    }
  };
  const send = (change: Partial<Settings>) => {
    if (known === null) return;
    known = { ...known, ...change };
    // Without a network the choice lasts on this device; the next one is sent again.
    client.changeSettings(change).catch(() => {});
  };
  const stops = [
    client.on('settings', take),
    watch(theme, (chosen) => known?.theme !== chosen && send({ theme: chosen })),
    watch(language, (chosen) => known?.language !== chosen && send({ language: chosen })),
  ];
  take(client.settings);
  return () => stops.forEach((stop) => stop());
}
