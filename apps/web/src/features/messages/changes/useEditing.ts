import type { TimelineView } from '@kamachat/client';
import { computed, ref, watch, type Ref } from 'vue';
import { useClient } from '@/app/client';
import { useProblems } from '@/shared/problems';

/** A message that is being given other words. */
export interface Edited {
  seq: number;
  text: string;
}

/** Which own message is written anew in the composer. */
export function useEditing(id: string, view: Ref<TimelineView | undefined>, me: string) {
  const client = useClient();
  const problems = useProblems();
  const seq = ref<number | null>(null);
  const error = ref('');
  const busy = ref(false);

  const message = computed(() => view.value?.messages.find((each) => each.seq === seq.value));
  const editing = computed((): Edited | null =>
    message.value?.kind === 'text' ? { seq: message.value.seq, text: message.value.body.text } : null,
  );
  // Taken back or deleted meanwhile, by this account on another device.
  watch(message, (now) => now?.kind !== 'text' && cancel());

  function begin(at: number): void {
    error.value = '';
    seq.value = at;
  }

  function cancel(): void {
    error.value = '';
    seq.value = null;
  }

  /** The newest own text. */
  function last(): void {
    const own = view.value?.messages.findLast((each) => each.kind === 'text' && each.sender.id === me);
    if (own) begin(own.seq);
  }

  async function save(text: string): Promise<void> {
    const now = editing.value;
    if (now === null || busy.value) return;
    if (text === now.text) return cancel();
    busy.value = true;
    error.value = '';
    try {
      await client.messages.edit(id, now.seq, text);
      if (seq.value === now.seq) cancel();
    } catch (problem) {
      error.value = problems.word(problem);
    } finally {
      busy.value = false;
    }
  }

  return { editing, error, begin, cancel, last, save };
}
