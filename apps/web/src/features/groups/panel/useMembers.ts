import type { GroupMember } from '@kamachat/client';
import { computed, onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue';
import { useClient } from '@/app/client';

const TYPING_MS = 250;

/** The members of a group, a page at a time, as far as somebody scrolls. */
export function useMembers(id: string, query: Ref<string>, version: Ref<number>) {
  const client = useClient();
  const members = shallowRef<readonly GroupMember[]>([]);
  const cursor = ref<string | null>(null);
  const loading = ref(true);
  const failed = ref(false);
  let run = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** From the start; what is shown stays until the answer is there. */
  async function restart(): Promise<void> {
    const mine = (run += 1);
    await load(mine, undefined, []);
  }

  async function more(): Promise<void> {
    if (loading.value || cursor.value === null) return;
    await load(run, cursor.value, members.value);
  }

  async function load(mine: number, from: string | undefined, before: readonly GroupMember[]): Promise<void> {
    loading.value = true;
    failed.value = false;
    try {
      const page = await client.groups.members(id, query.value.trim() || undefined, from);
      // Another word was typed meanwhile: that answer is the one that counts.
      if (mine !== run) return;
      members.value = [...before, ...page.items];
      cursor.value = page.next_cursor ?? null;
    } catch {
      if (mine === run) failed.value = true;
    } finally {
      if (mine === run) loading.value = false;
    }
  }

  watch(version, restart, { immediate: true });
  watch(query, () => {
    clearTimeout(timer);
    timer = setTimeout(() => void restart(), TYPING_MS);
  });
  onScopeDispose(() => clearTimeout(timer));

  const empty = computed(() => !loading.value && !failed.value && members.value.length === 0);
  return { members, loading, failed, empty, more, restart };
}
