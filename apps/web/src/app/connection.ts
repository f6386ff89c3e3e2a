import type { Connection } from '@kamachat/client';
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { useClient } from './client';

/** A short break is not worth a word: the banner waits this long. */
export const patience = 2000;

export const useConnection = defineStore('connection', () => {
  const client = useClient();
  const connection = shallowRef<Connection>(client.connection);
  const now = ref(Date.now());
  /** When the connection went away; null while it is there. */
  const downSince = ref<number | null>(since(client.connection));

  client.on('connection', (next) => {
    connection.value = next;
    now.value = Date.now();
    if (next.state === 'online' || next.state === 'idle') downSince.value = null;
    else downSince.value ??= since(next);
  });

  setInterval(() => {
    if (downSince.value !== null) now.value = Date.now();
  }, 500);

  const online = computed(() => connection.value.state === 'online');
  const showBanner = computed(() => downSince.value !== null && now.value - downSince.value >= patience);
  /** Seconds until the next attempt; null while one is under way. */
  const retryIn = computed(() =>
    connection.value.state === 'offline'
      ? Math.max(1, Math.ceil((connection.value.retryAt - now.value) / 1000))
      : null,
  );

  return { online, showBanner, retryIn, retryNow: () => client.retryNow() };
});

function since(connection: Connection): number | null {
  if (connection.state === 'offline') return connection.since;
  return connection.state === 'connecting' ? Date.now() : null;
}
