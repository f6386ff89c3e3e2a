import type { Message, TimelineView } from '@kamachat/client';
import { computed, ref, shallowRef, watch, type Ref } from 'vue';
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
  /** The message as the person knew it when the other words were begun. */
  const begun = shallowRef<Message | null>(null);
  const error = ref('');
  const busy = ref(false);

  const message = computed(() => at(begun.value?.seq));
  const editing = computed((): Edited | null =>
    begun.value && message.value?.kind === 'text'
      ? { seq: begun.value.seq, text: begun.value.body.text }
      : null,
  );
  // Taken back or deleted meanwhile, by this account on another device.
  watch(message, (now) => now?.kind !== 'text' && cancel());

  function at(seq: number | undefined): Message | undefined {
    return view.value?.messages.find((each) => each.seq === seq);
  }

  function begin(seq: number): void {
    error.value = '';
    begun.value = at(seq) ?? null;
  }

  function cancel(): void {
    error.value = '';
    begun.value = null;
  }

  /** The newest own text, if it can still be changed. */
  function last(): void {
    const own = view.value?.messages.findLast((each) => each.kind === 'text' && each.sender.id === me);
    if (own && client.messages.inTime('edit', new Date(own.created_at))) begin(own.seq);
  }

  async function save(text: string): Promise<void> {
    const now = begun.value;
    if (now === null || busy.value) return;
    if (text === now.body.text) return cancel();
    busy.value = true;
    error.value = '';
    try {
      await client.messages.edit(id, now.seq, text, now.version ?? 0);
      if (begun.value === now) cancel();
    } catch (problem) {
      error.value = problems.word(problem);
      // What another device wrote stands above the box from here on: who saves again has seen it.
      if (problems.codeOf(problem) === 'message.edit_conflict' && begun.value === now)
        begun.value = message.value ?? now;
    } finally {
      busy.value = false;
    }
  }

  return { editing, error, begin, cancel, last, save };
}
