import type { Group, Role } from '@kamachat/client';
import { onScopeDispose, ref, shallowRef, watch } from 'vue';
import { useClient } from '@/app/client';
import { useConnection } from '@/app/connection';
import { may } from './rights';

/** Several things may happen to a group at once: one question answers them all. */
const GATHER_MS = 250;

/** A group as it is now, for as long as its window is open. Null until it is known. */
export function useGroup(id: string, wanted: () => boolean) {
  const client = useClient();
  const connection = useConnection();
  const group = shallowRef<Group | null>(null);
  /** How many wait to be let in; only those who decide are told. */
  const waiting = ref(0);
  /** The owner and the admins: others see it at their names. */
  const leaders = shallowRef<ReadonlyMap<string, Role>>(new Map());
  /** Grows with each load, for lists that hang on the group. */
  const version = ref(0);
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function reload(): Promise<void> {
    try {
      [group.value, leaders.value] = await Promise.all([client.groups.load(id), client.groups.leaders(id)]);
      waiting.value = may(group.value, 'admit') ? (await client.groups.requests(id)).length : 0;
      version.value += 1;
    } catch {
      // Without a network what is known stays; being removed is told apart.
    }
  }

  function reloadSoon(): void {
    clearTimeout(timer);
    timer = setTimeout(() => void reload(), GATHER_MS);
  }

  const off = client.on('group', ({ conversationId }) => {
    if (conversationId === id && wanted()) reloadSoon();
  });
  watch(
    () => wanted() && connection.online,
    (now) => now && void reload(),
    { immediate: true },
  );
  onScopeDispose(() => {
    off();
    clearTimeout(timer);
  });

  /** What a change answered, ahead of the message that tells it. */
  const take = (next: Group) => {
    group.value = next;
  };
  return { group, leaders, waiting, version, reload, take };
}

export type OpenGroup = ReturnType<typeof useGroup>;
