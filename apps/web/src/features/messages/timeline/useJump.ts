import type { VirtualizerHandle } from 'virtua/vue';
import { nextTick, onScopeDispose, ref, type Ref } from 'vue';
import type { useTimeline } from './useTimeline';

const FLASH_MS = 1_600;
/** As long as rows may still be measured. */
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
  let going = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  onScopeDispose(() => {
    clearTimeout(timer);
    going += 1;
  });

  const find = (seq: number) =>
    rows.value.findIndex(
      (row) =>
        (row.type === 'message' && row.bubble.seq === seq) || (row.type === 'event' && row.seq === seq),
    );

  /** Rows far away are drawn, measured and perhaps drawn again over several frames; the focus stays with the row. */
  function focusRow(key: string, mine: number, frames = FRAMES, had = false): void {
    requestAnimationFrame(() => {
      const target = box.value?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
      const now = document.activeElement;
      const elsewhere = had && now !== target && now !== document.body;
      if (mine !== going || frames === 0 || elsewhere) return;
      if (target && now !== target) target.focus({ preventScroll: true });
      // A row that is not measured yet is hidden and takes no focus.
      focusRow(key, mine, frames - 1, had || (target != null && document.activeElement === target));
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
    focusRow(row.key, (going += 1));
    return true;
  }

  return { flashed, goTo };
}
