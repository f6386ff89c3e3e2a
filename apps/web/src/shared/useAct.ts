import { ref } from 'vue';
import { useProblems } from '@/shared/problems';

/** One attempt at a time, its refusal in words. */
export function useAct() {
  const problems = useProblems();
  const busy = ref(false);
  const error = ref('');

  /** True when it worked. */
  async function act(work: () => Promise<unknown>): Promise<boolean> {
    if (busy.value) return false;
    busy.value = true;
    error.value = '';
    try {
      await work();
      return true;
    } catch (problem) {
      error.value = problems.word(problem);
      return false;
    } finally {
      busy.value = false;
    }
  }

  return { busy, error, act };
}
