import type { VirtualizerHandle } from 'virtua/vue';
import { nextTick, onScopeDispose, ref, type Ref } from 'vue';
import type { useTimeline } from './useTimeline';

const FLASH_MS = 1_600;
/** Longest wait for a row to be drawn. */
const FRAMES = 60;

/** Goes to a message, loading what stands around it, and shows which one it is. */
export function useJump(
  timeline: ReturnType<typeof useTimeline>,
  box: Ref<HTMLElement | null>,
  list: Ref<VirtualizerHandle | null>,
  leave: () => Promise<void>,
) {
  const { rows } = timeline;
  const flashed = ref<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  onScopeDispose(() => clearTimeout(timer));

  const find = (seq: number) =>
    rows.value.findIndex((row) => row.type === 'message' && row.bubble.seq === seq);

  /** Rows far away are measured and drawn over several frames. */
  function focusRow(key: string, frames = FRAMES): void {
    requestAnimationFrame(() => {
      const target = box.value?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
      if (target) target.focus({ preventScroll: true });
      else if (frames > 0 && flashed.value === key) focusRow(key, frames - 1);
    });
  }

  /** False when there is no such message to see. */
  async function goTo(seq: number): Promise<boolean> {
    await leave();
    if (find(seq) < 0) {
      await timeline.goTo(seq);
      await nextTick();
    }
    const row = rows.value[find(seq)];
    if (!row) return false;
    list.value?.scrollToIndex(rows.value.indexOf(row), { align: 'center' });
    flashed.value = row.key;
    clearTimeout(timer);
    timer = setTimeout(() => (flashed.value = undefined), FLASH_MS);
    await nextTick();
    focusRow(row.key);
    return true;
  }

  return { flashed, goTo };
}
