import { computed, onScopeDispose, ref } from 'vue';

/** Whole seconds until a time in milliseconds; null when there is none or it has passed. */
export function useCountdown(until: () => number | undefined) {
  const now = ref(Date.now());
  const timer = setInterval(() => {
    if (until() !== undefined) now.value = Date.now();
  }, 500);
  onScopeDispose(() => clearInterval(timer));
  return computed(() => {
    const left = (until() ?? 0) - now.value;
    return left > 0 ? Math.ceil(left / 1000) : null;
  });
}
