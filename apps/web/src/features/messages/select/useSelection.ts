import type { Message, TimelineView } from '@kamachat/client';
import { computed, ref, type Ref } from 'vue';

/** Most messages that are sent on at once. */
const MOST = 100;

/** Messages of one conversation that something is done with: one, or several that are chosen. */
export function useSelection(view: Ref<TimelineView | undefined>) {
  const seqs = ref<ReadonlySet<number>>(new Set());
  const picking = ref(false);
  const forwarding = ref(false);

  /** What was taken back meanwhile is not among them. */
  const messages = computed(() =>
    (view.value?.messages ?? []).filter((message) => seqs.value.has(message.seq) && isWritten(message)),
  );

  function set(next: Iterable<number>): void {
    seqs.value = new Set(next);
  }

  function toggle(seq: number): void {
    const next = new Set(seqs.value);
    if (!next.delete(seq) && next.size < MOST) next.add(seq);
    set(next);
  }

  return {
    picking,
    forwarding,
    messages,
    has: (seq: number | null) => seq !== null && seqs.value.has(seq),
    toggle,
    begin(seq: number): void {
      set([seq]);
      picking.value = true;
    },
    forward(seq?: number): void {
      if (seq !== undefined) set([seq]);
      forwarding.value = messages.value.length > 0;
    },
    end(): void {
      set([]);
      picking.value = false;
      forwarding.value = false;
    },
  };
}

export type Selection = ReturnType<typeof useSelection>;

/** Somebody wrote it, and it is there. */
export function isWritten(message: Message): boolean {
  return message.kind !== 'system' && message.kind !== 'deleted';
}
