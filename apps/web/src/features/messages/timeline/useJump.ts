import type { VirtualizerHandle } from 'virtua/vue';
import { nextTick, onScopeDispose, ref, type Ref } from 'vue';
import type { useTimeline } from './useTimeline';

const FLASH_MS = 1_600;
/** Pages that are loaded to get to an original; what lies further back is not gone to. */
const PAGES = 40;

/** Goes to a message, loading what lies between, and shows which one it is. */
export function useJump(
  timeline: ReturnType<typeof useTimeline>,
  box: Ref<HTMLElement | null>,
  list: Ref<VirtualizerHandle | null>,
  leave: () => void,
) {
  const { rows, view } = timeline;
  const flashed = ref<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  onScopeDispose(() => clearTimeout(timer));

  const find = (seq: number) =>
    rows.value.findIndex((row) => row.type === 'message' && row.bubble.seq === seq);

  async function goTo(seq: number): Promise<void> {
    leave();
    for (let page = 0; page < PAGES && find(seq) < 0 && view.value?.hasOlder; page += 1) {
      await timeline.loadOlder();
      await nextTick();
    }
    const row = rows.value[find(seq)];
    if (!row) return;
    list.value?.scrollToIndex(rows.value.indexOf(row), { align: 'center' });
    flashed.value = row.key;
    clearTimeout(timer);
    timer = setTimeout(() => (flashed.value = undefined), FLASH_MS);
    await nextTick();
    requestAnimationFrame(() => {
      const target = box.value?.querySelector<HTMLElement>(`[data-key="${CSS.escape(row.key)}"]`);
      target?.focus({ preventScroll: true });
    });
  }

  return { flashed, goTo };
}
