import { ref } from 'vue';

export const narrowest = 260;
export const widest = 440;
const usual = 328;
const storageKey = 'kamachat.list-width';

const width = ref(clamp(Number(read()) || usual));

/** The list's width, dragged by hand and remembered in this browser. */
export function useListWidth() {
  return {
    width,
    set(next: number) {
      width.value = clamp(next);
      try {
        localStorage.setItem(storageKey, String(width.value));
      } catch {
        // Without storage the width lasts for this visit.
      }
    },
  };
}

function clamp(value: number): number {
  return Math.round(Math.min(widest, Math.max(narrowest, value)));
}

function read(): string | null {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}
