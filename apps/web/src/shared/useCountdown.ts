import { computed, onScopeDispose, ref, watch } from 'vue';

/** Whole seconds until a time in milliseconds; null when there is none or it has passed. */
export function useCountdown(until: () => number | undefined) {
  const now = ref(Date.now());
  const timer = setInterval(() => {
    if (until() !== undefined) now.value = Date.now();
  }, 500);
  // A new end is counted from its own moment, not from the last look at the clock.
  watch(until, () => (now.value = Date.now()));
  onScopeDispose(() => clearInterval(timer));
  return computed(() => {
    const left = (until() ?? 0) - now.value;
    return left > 0 ? Math.ceil(left / 1000) : null;
  });
}
