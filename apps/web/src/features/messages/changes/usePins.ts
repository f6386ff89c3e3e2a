import type { PinnedMessage } from '@kamachat/client';
import { onScopeDispose, shallowRef, watch } from 'vue';
import { useClient } from '@/app/client';
import { useConnection } from '@/app/connection';

/** Several changes may come at once: one question answers them all. */
const GATHER_MS = 250;

/** What is pinned in a conversation, for as long as its window is open. */
export function usePins(id: string, wanted: () => boolean) {
  const client = useClient();
  const connection = useConnection();
  const pins = shallowRef<readonly PinnedMessage[]>([]);
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function reload(): Promise<void> {
    try {
      pins.value = await client.messages.pins(id);
    } catch {
      // Without a network what is known stays.
    }
  }

  const off = client.on('pins', ({ conversationId }) => {
    if (conversationId !== id || !wanted()) return;
    clearTimeout(timer);
    timer = setTimeout(() => void reload(), GATHER_MS);
  });
  watch(
    () => connection.online && wanted(),
    (now) => now && void reload(),
    { immediate: true },
  );
  onScopeDispose(() => {
    off();
    clearTimeout(timer);
  });

  return pins;
}
