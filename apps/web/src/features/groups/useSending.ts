import type { Group, GroupBrief, TimelineView } from '@kamachat/client';
import { fullTime } from '@kamachat/i18n';
import { computed, onScopeDispose, reactive, ref, type Ref } from 'vue';
import { useI18n } from 'vue-i18n';
import { sendingOf } from './sending';

/** Often enough for the end of a silence; slow mode counts by itself. */
const LOOK_MS = 1000;

/** Whether something can be written in the open conversation, and why not. */
export function useSending(
  group: Ref<Group | null>,
  card: Ref<GroupBrief | null>,
  view: Ref<TimelineView | undefined>,
  me: string,
) {
  const { t, locale } = useI18n();
  const now = ref(Date.now());
  const timer = setInterval(() => {
    if (group.value !== null) now.value = Date.now();
  }, LOOK_MS);
  onScopeDispose(() => clearInterval(timer));

  /** What is on its way counts as well: it is the one that starts the pause. */
  const lastOwnAt = computed(() => {
    const own = view.value?.messages.findLast((each) => each.sender.id === me && each.kind !== 'system');
    const pending = view.value?.outbox.findLast((each) => each.state === 'sending')?.createdAt ?? 0;
    return Math.max(own ? Date.parse(own.created_at) : 0, pending) || null;
  });
  const sending = computed(() => {
    const state = card.value?.state;
    if (state !== undefined && state !== 'active') return { blocked: state };
    return sendingOf(group.value, now.value, lastOwnAt.value);
  });
  const reason = computed(() => {
    const { blocked, until } = { until: undefined, ...sending.value };
    if (blocked === undefined) return undefined;
    const time = until === undefined ? '' : fullTime(new Date(until), locale.value);
    return t(`groups.blocked.${blocked}`, { time });
  });
  const waitUntil = computed(() => ('waitUntil' in sending.value ? sending.value.waitUntil : undefined));
  return reactive({ reason, waitUntil });
}
