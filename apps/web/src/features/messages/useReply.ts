import type { Mentions, Message, TimelineView } from '@kamachat/client';
import { computed, ref, watch, type Ref } from 'vue';
import { useClient } from '@/app/client';
import { useConversations } from '@/features/conversations/store';

/** What the next message of this conversation answers; it goes with the draft. */
export function useReply(id: string, view: Ref<TimelineView | undefined>) {
  const client = useClient();
  const conversations = useConversations();
  const seq = ref<number | null>(conversations.byId(id)?.draftReplyTo ?? null);

  const message = computed((): Message | null => {
    const found = view.value?.messages.find((each) => each.seq === seq.value);
    return found && found.kind !== 'deleted' ? found : null;
  });

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
    const refs = { replyTo: message.value ?? undefined, mentions };
    seq.value = null;
    client.send(id, text, refs);
  }

  return {
    message,
    answer,
    send,
    draft: (text: string) => client.setDraft(id, text, text ? seq.value : null),
  };
}
