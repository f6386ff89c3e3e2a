import { ref } from 'vue';
import { useProblems } from '@/shared/problems';

type Field = 'phone' | 'code' | 'password' | 'otp';

/** A change of the number that takes a proof of its owner: what was typed, and under which field a refusal is. */
export function usePhoneProof() {
  const problems = useProblems();
  const proof = ref('');
  const otp = ref('');
  const otpAsked = ref(false);
  const errors = ref<Partial<Record<Field, string>>>({});
  const general = ref('');
  const busy = ref(false);

  function refuse(error: unknown): void {
    const code = problems.codeOf(error);
    const word = problems.word(error);
    if (code === 'account.otp_required') otpAsked.value = true;
    if (code === 'account.wrong_password') errors.value = { password: word };
    else if (code.startsWith('account.otp_') || code === 'auth.otp_delayed') errors.value = { otp: word };
    else if (code === 'auth.code_wrong') errors.value = { code: word };
    else if (problems.fieldsOf(error).phone) errors.value = { phone: word };
    else general.value = word;
  }

  /** Whether it was done. */
  async function run(work: () => Promise<unknown>): Promise<boolean> {
    if (busy.value) return false;
    busy.value = true;
    errors.value = {};
    general.value = '';
    try {
      await work();
      return true;
    } catch (error) {
      refuse(error);
      return false;
    } finally {
      busy.value = false;
    }
  }

  return { proof, otp, otpAsked, errors, general, busy, run };
}
