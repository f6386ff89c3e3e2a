import type { FoundPeople } from '@kamachat/client';
import { onScopeDispose, shallowRef, watch } from 'vue';
import { useClient } from '@/app/client';

const PAUSE_MS = 200;

/** People and groups that the server finds by a name; null until it has answered, and without a network. */
export function usePeopleSearch(query: () => string) {
  const client = useClient();
  const found = shallowRef<FoundPeople | null>(null);
  let turn = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  watch(
    () => query().trim(),
    (words) => {
      clearTimeout(timer);
      const mine = ++turn;
      found.value = null;
      if (!words) return;
      timer = setTimeout(() => {
        // What is on this device is found without the server; the messages say that it cannot be reached.
        client.search.people(words).then(
          (answer) => mine === turn && (found.value = answer),
          () => undefined,
        );
      }, PAUSE_MS);
    },
    { immediate: true },
  );
  onScopeDispose(() => {
    clearTimeout(timer);
    turn += 1;
  });
  return found;
}
