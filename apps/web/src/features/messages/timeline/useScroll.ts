import type { VirtualizerHandle } from 'virtua/vue';
import { computed, nextTick, onBeforeUnmount, onMounted, onUnmounted, ref, watch, type Ref } from 'vue';
import type { useTimeline } from './useTimeline';

const nearBottom = 40;
const farFromBottom = 160;
const fetchAhead = 1200;

/** To measure before the picture costs a layout of its own. */
function afterPaint(act: () => void): void {
  requestAnimationFrame(() => setTimeout(act));
}

/** Where the reader is: keeps the bottom while there, keeps the place elsewhere, reports what was seen. */
export function useScroll(
  timeline: ReturnType<typeof useTimeline>,
  box: Ref<HTMLElement | null>,
  list: Ref<VirtualizerHandle | null>,
) {
  const { rows, view, shift, opened } = timeline;
  const stuck = ref(true);
  const distance = ref(0);
  const topIndex = ref(0);
  const seenSeq = ref(0);
  const scrolling = ref(false);
  /** Until the first pages are there the place is ours to choose; afterwards it is the reader's. */
  let settled = false;
  let settle = () => {};
  const ready = new Promise<void>((done) => (settle = done));
  let lastTop = 0;
  let calm: ReturnType<typeof setTimeout> | undefined;

  const dividerIndex = computed(() => rows.value.findIndex((row) => row.type === 'unread'));
  const dividerReached = ref(false);

  function measure(): void {
    const el = box.value;
    const handle = list.value;
    if (!el || !handle) return;
    distance.value = el.scrollHeight - el.clientHeight - el.scrollTop;
    topIndex.value = handle.findItemIndex(handle.scrollOffset);
    if (dividerIndex.value >= topIndex.value && dividerIndex.value >= 0 && settled)
      dividerReached.value = true;
  }

  function onScroll(): void {
    const el = box.value;
    if (!el) return;
    measure();
    if (distance.value <= nearBottom && !view.value?.hasNewer) stuck.value = true;
    else if (el.scrollTop < lastTop - 2) stuck.value = false;
    lastTop = el.scrollTop;
    scrolling.value = true;
    clearTimeout(calm);
    calm = setTimeout(() => (scrolling.value = false), 1200);
    reportSeen();
    fetchOlder();
    fetchNewer();
  }

  /** Below a part that somebody went to. */
  function fetchNewer(): void {
    if (settled && view.value?.hasNewer && !view.value.loading && distance.value < fetchAhead)
      void timeline.loadNewer();
  }

  function fetchOlder(): void {
    const el = box.value;
    if (settled && el && view.value?.hasOlder && !view.value.loading && el.scrollTop < fetchAhead) {
      void timeline.loadOlder();
    }
  }

  /** The newest message on the screen is read, as long as somebody looks at the screen. */
  function reportSeen(): void {
    const handle = list.value;
    if (!handle || !settled || rows.value.length === 0) return;
    let i = handle.findItemIndex(handle.scrollOffset + handle.viewportSize - 4);
    for (; i >= 0; i -= 1) {
      const row = rows.value[i];
      const seq = row?.type === 'event' ? row.seq : row?.type === 'message' ? row.bubble.seq : null;
      if (seq === null) continue;
      seenSeq.value = Math.max(seenSeq.value, seq);
      break;
    }
    if (seenSeq.value > 0 && document.visibilityState === 'visible' && document.hasFocus()) {
      timeline.markRead(seenSeq.value);
    }
  }

  function toBottom(smooth = false): void {
    stuck.value = true;
    if (rows.value.length > 0) list.value?.scrollToIndex(rows.value.length - 1, { align: 'end', smooth });
  }

  /** The newest messages may be elsewhere. */
  async function toLatest(): Promise<void> {
    if (view.value?.hasNewer) {
      stuck.value = true;
      timeline.toLatest();
      await nextTick();
    }
    toBottom();
  }

  /** Away from the newest messages, once the place is the reader's. */
  async function leave(): Promise<void> {
    await ready;
    stuck.value = false;
  }

  function toDivider(): void {
    if (dividerIndex.value < 0) return;
    stuck.value = false;
    dividerReached.value = true;
    list.value?.scrollToIndex(dividerIndex.value, { align: 'start', offset: -48 });
  }

  /** The divider may be on a page that is not here yet. */
  async function toFirstUnread(): Promise<void> {
    for (let page = 0; page < 40 && dividerIndex.value < 0 && view.value?.hasOlder; page += 1) {
      await timeline.loadOlder();
      await nextTick();
    }
    toDivider();
  }

  async function place(): Promise<void> {
    await nextTick();
    if (opened.unread > 0 && dividerIndex.value >= 0) toDivider();
    else toBottom();
    const loaded = view.value && !view.value.loading;
    requestAnimationFrame(() => {
      if (loaded) {
        settled = true;
        settle();
      }
      onResize();
      fetchOlder();
    });
  }

  /** Rows get their sizes a frame after they are made: only then is known what is on the screen. */
  function onResize(): void {
    measure();
    if (distance.value <= nearBottom && !view.value?.hasNewer) stuck.value = true;
    reportSeen();
  }

  watch(rows, async (next, before) => {
    if (next.length === 0) return;
    if (!settled) return place();
    const last = next[next.length - 1];
    const grown = last?.key !== before[before.length - 1]?.key;
    const mine = grown && last?.type === 'message' && last.bubble.own && last.bubble.seq === null;
    await nextTick();
    if (mine || (stuck.value && !shift.value)) toBottom();
    afterPaint(() => {
      measure();
      reportSeen();
      fetchOlder();
      fetchNewer();
    });
  });

  const resized = new ResizeObserver(() => {
    if (stuck.value && settled) toBottom();
    else measure();
  });
  const looked = () => reportSeen();
  onMounted(() => {
    if (box.value) resized.observe(box.value);
    window.addEventListener('focus', looked);
    document.addEventListener('visibilitychange', looked);
    if (rows.value.length > 0) void place();
  });
  onBeforeUnmount(() => {
    // Whoever leaves before all pages are there has seen what stood there.
    settled = true;
    reportSeen();
  });
  onUnmounted(() => {
    resized.disconnect();
    clearTimeout(calm);
    window.removeEventListener('focus', looked);
    document.removeEventListener('visibilitychange', looked);
  });

  const away = computed(
    () => !stuck.value && (distance.value > farFromBottom || view.value?.hasNewer === true),
  );
  /** Messages of others that came in below what was seen. */
  const missed = computed(() =>
    rows.value.reduce(
      (sum, row) =>
        row.type === 'message' && !row.bubble.own && (row.bubble.seq ?? 0) > seenSeq.value ? sum + 1 : sum,
      0,
    ),
  );
  const offersUnread = computed(
    () =>
      !dividerReached.value &&
      opened.unread > 0 &&
      (dividerIndex.value >= 0 ? dividerIndex.value < topIndex.value : view.value?.hasOlder === true),
  );

  return {
    onScroll,
    onResize,
    toLatest,
    leave,
    toFirstUnread,
    away,
    missed,
    offersUnread,
    scrolling,
    topIndex,
    stuck,
  };
}
