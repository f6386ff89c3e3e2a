import '@kamachat/ui/styles.css';
import type { KamaClient } from '@kamachat/client';
import { createTexts } from '@kamachat/i18n';
import { createPinia } from 'pinia';
import { createApp } from 'vue';
import App from './App.vue';
import { clientKey } from './client';
import { languageKey } from './language';
import { createAppRouter } from './router';

/** Puts the page together. Tests and the gallery hand in a client of their own. */
export async function startApp(client: KamaClient, target = '#app'): Promise<void> {
  const texts = createTexts();
  const language = texts.start();
  // Both take time and neither needs the other.
  const restored = client.restore().catch(() => null);
  await language;
  void restored.then((account) => account && texts.enter()).catch(() => {});

  const app = createApp(App);
  app.provide(clientKey, client);
  app.provide(languageKey, texts.choose);
  app.use(texts.i18n);
  app.use(createPinia());
  app.use(createAppRouter(client, restored, texts.enter));
  app.mount(target);
}
