import type { Mentions, Message, TimelineView } from '@kamachat/client';
import { computed, ref, shallowRef, watch, type Ref } from 'vue';
import { useClient } from '@/app/client';
import { useConversations } from '@/features/conversations/store';

/** What the next message of this conversation answers; it goes with the draft. */
export function useReply(id: string, view: Ref<TimelineView | undefined>) {
  const client = useClient();
  const conversations = useConversations();
  const seq = ref<number | null>(conversations.byId(id)?.draftReplyTo ?? null);

  const loaded = computed(() => view.value?.messages ?? []);
  const found = computed(() => loaded.value.find((each) => each.seq === seq.value));
  /** What is chosen stays chosen when the list goes elsewhere. */
  const kept = shallowRef<Message>();
  watch(found, (now) => now && (kept.value = now), { immediate: true });
  const elsewhere = computed(() => {
    const [first, last] = [loaded.value[0], loaded.value.at(-1)];
    return seq.value !== null && !!first && !!last && (seq.value < first.seq || seq.value > last.seq);
  });
  const message = computed((): Message | null => {
    const known = kept.value?.seq === seq.value && elsewhere.value ? kept.value : found.value;
    return known && known.kind !== 'deleted' ? known : null;
  });
  /** A draft answers a message that is not on this device. */
  const unseen = computed(() => elsewhere.value && kept.value?.seq !== seq.value);

  /** Without a network it is answered all the same: the server needs the number only. */
  async function fetch(wanted: number | null): Promise<void> {
    if (wanted === null) return;
    try {
      const fetched = await client.history.message(id, wanted);
      if (fetched && seq.value === wanted && unseen.value) kept.value = fetched;
    } catch {
      // The words that stand for it stay.
    }
  }
  watch(
    () => (unseen.value ? seq.value : null),
    (wanted) => void fetch(wanted),
    { immediate: true },
  );

  // Another device chose it or let go of it.
  watch(
    () => conversations.byId(id)?.draftReplyTo ?? null,
    (told) => (seq.value = told),
  );

  function answer(to: number | null): void {
    seq.value = to;
    client.setDraft(id, conversations.byId(id)?.draft ?? '', to);
  }

  function send(text: string, mentions?: Mentions): void {
    const other = unseen.value ? (seq.value ?? undefined) : undefined;
    const refs = { replyTo: message.value ?? other, mentions };
    seq.value = null;
    client.send(id, text, refs);
  }

  return {
    message,
    unseen,
    answer,
    send,
    draft: (text: string) => client.setDraft(id, text, seq.value),
  };
}
