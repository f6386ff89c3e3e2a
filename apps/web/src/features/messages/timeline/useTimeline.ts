import type { TimelineView } from '@kamachat/client';
import { onScopeDispose, reactive, ref, shallowRef, watch } from 'vue';
import { useClient } from '@/app/client';
import { useConnection } from '@/app/connection';
import { useConversations } from '@/features/conversations/store';
import { useProblems } from '@/shared/problems';
import { buildRows, isPrepend, type MadeRows, type OpenedAt, type Row } from './model';

/** One open conversation as rows. `shift` is true for exactly the update that put older rows in front. */
export function useTimeline(conversationId: string, me: string) {
  const client = useClient();
  const problems = useProblems();
  const conversations = useConversations();
  const connection = useConnection();

  const opened = reactive<OpenedAt>({ lastSeq: 0, unread: 0 });
  let noted = false;
  const view = shallowRef<TimelineView | undefined>(client.timeline(conversationId));
  const rows = shallowRef<Row[]>([]);
  const known: MadeRows = new WeakMap();
  const shift = ref(false);
  const failure = ref<string | null>(null);

  /** A deep link may open a conversation before the list has come. */
  function noteUnread(): void {
    const conversation = conversations.byId(conversationId);
    if (noted || !conversation) return;
    noted = true;
    opened.lastSeq = conversation.last_seq;
    opened.unread = conversation.unread;
  }

  function take(next: TimelineView): void {
    noteUnread();
    const made = buildRows(next, me, opened, known);
    shift.value = isPrepend(rows.value, made);
    view.value = next;
    rows.value = made;
  }

  const off = client.on('timeline', (next) => {
    if (next.conversationId === conversationId) take(next);
  });
  if (view.value) take(view.value);

  function open(): void {
    failure.value = null;
    // Whoever opens it has seen the mark.
    if (conversations.byId(conversationId)?.settings.marked_unread) {
      client.arrange(conversationId, { marked_unread: false }).catch(() => undefined);
    }
    client.open(conversationId).then(take, (error: unknown) => {
      // With cached rows on the screen the offline banner says enough.
      if (rows.value.length === 0) failure.value = problems.codeOf(error);
    });
  }
  open();
  /** This account is not in it any more: what was shown is not its to read. */
  const gone = ref(false);
  const offGone = client.on('gone', (it) => {
    if (it.conversationId !== conversationId) return;
    gone.value = true;
    rows.value = [];
  });
  // Brought back: the window that is still open goes on.
  watch(
    () => conversations.byId(conversationId) !== undefined,
    (there) => {
      if (!there || !gone.value) return;
      gone.value = false;
      open();
    },
  );
  watch(
    () => connection.online,
    (online) => {
      if (online && failure.value) open();
    },
  );

  onScopeDispose(() => {
    off();
    offGone();
    client.close(conversationId);
  });

  return {
    view,
    rows,
    shift,
    failure,
    gone,
    opened,
    /** Brings a message into view, wherever it stands; false when it cannot be seen. */
    async goTo(seq: number): Promise<boolean> {
      const found = await client.history.goTo(conversationId, seq).catch(() => false);
      const now = client.timeline(conversationId);
      if (now) take(now);
      return found;
    },
    loadNewer: () => client.history.newer(conversationId).catch(() => undefined),
    toLatest: () => client.history.latest(conversationId),
    loadOlder: () => client.loadOlder(conversationId).catch(() => undefined),
    markRead: (seq: number) => client.markRead(conversationId, seq),
    retry: (clientMsgId: string) => client.retry(clientMsgId),
    discard: (clientMsgId: string) => client.discard(clientMsgId),
  };
}
