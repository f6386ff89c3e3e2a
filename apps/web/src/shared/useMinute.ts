import { onScopeDispose, ref } from 'vue';

/** The time, fresh enough for "today" and "yesterday". */
export function useMinute() {
  const now = ref(new Date());
  const timer = setInterval(() => (now.value = new Date()), 60_000);
  onScopeDispose(() => clearInterval(timer));
  return now;
}
