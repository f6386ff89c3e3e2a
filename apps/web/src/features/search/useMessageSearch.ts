import type { FoundMessage, MessageFilter, TimelineView } from '@kamachat/client';
import { onScopeDispose, ref, shallowRef, watch } from 'vue';
import { useClient } from '@/app/client';
import { useProblems } from '@/shared/problems';

/** Longer than the pause between two keys. */
const PAUSE_MS = 250;
/** Pages without a hit that are passed by before somebody has to ask for more. */
const EMPTY_PAGES = 5;

export type SearchState = 'idle' | 'loading' | 'done' | 'failed';

/** Messages that have what is looked for, as it is typed; only the newest question is answered. */
export function useMessageSearch(query: () => string, filter: () => MessageFilter) {
  const client = useClient();
  const problems = useProblems();
  const items = shallowRef<readonly FoundMessage[]>([]);
  const cursor = ref<string | null>(null);
  const state = ref<SearchState>('idle');
  const failure = ref('');
  let turn = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function load(from: string | null): Promise<void> {
    const mine = ++turn;
    state.value = 'loading';
    failure.value = '';
    try {
      let at: string | undefined = from ?? undefined;
      let found: FoundMessage[] = [];
      for (let page = 0; page < EMPTY_PAGES && found.length === 0; page += 1) {
        const answer = await client.search.messages(query().trim(), filter(), at);
        if (mine !== turn) return;
        found = answer.items;
        at = answer.next_cursor ?? undefined;
        if (at === undefined) break;
      }
      items.value = from === null ? found : [...items.value, ...found];
      cursor.value = at ?? null;
      state.value = 'done';
    } catch (error) {
      if (mine !== turn) return;
      failure.value = problems.word(error);
      state.value = 'failed';
    }
  }

  function begin(): void {
    clearTimeout(timer);
    turn += 1;
    if (!query().trim()) {
      items.value = [];
      cursor.value = null;
      state.value = 'idle';
      return;
    }
    state.value = 'loading';
    timer = setTimeout(() => void load(null), PAUSE_MS);
  }
  watch(() => JSON.stringify([query().trim(), filter()]), begin, { immediate: true });

  /** What was taken back or deleted meanwhile is not shown any longer. */
  const off = client.on('timeline', (view) => {
    const left = items.value.filter((hit) => !isGone(hit, view));
    if (left.length < items.value.length) items.value = left;
  });
  onScopeDispose(() => {
    off();
    clearTimeout(timer);
    turn += 1;
  });

  return {
    items,
    state,
    failure,
    hasMore: () => cursor.value !== null,
    more: () => (state.value === 'loading' || cursor.value === null ? undefined : load(cursor.value)),
    retry: () => load(items.value.length ? cursor.value : null),
  };
}

function isGone({ message }: FoundMessage, view: TimelineView): boolean {
  if (message.conversation_id !== view.conversationId) return false;
  const first = view.messages[0];
  const last = view.messages.at(-1);
  if (!first || !last || message.seq < first.seq || message.seq > last.seq) return false;
  const now = view.messages.find(({ id }) => id === message.id);
  return now === undefined || now.kind === 'deleted';
}
