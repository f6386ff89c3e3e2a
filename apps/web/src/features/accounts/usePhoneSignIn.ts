import type { AuthPolicy } from '@kamachat/client';
import { nextTick, reactive, ref, watch } from 'vue';
import { useI18n } from 'vue-i18n';
import { useClient } from '@/app/client';
import { useProblems } from '@/shared/problems';
import { checkUsername } from './model';
import { useNext } from './useNext';

const order = ['phone', 'code', 'username', 'nickname', 'setup_code', 'invite_code', 'otp'] as const;
export type PhoneFieldName = (typeof order)[number];

/** The form of both pages for who comes with a phone number. */
export function usePhoneSignIn(
  registering: () => boolean,
  policy: () => AuthPolicy,
  focus: (field: PhoneFieldName) => void,
) {
  const client = useClient();
  const enter = useNext();
  const { t } = useI18n();
  const problems = useProblems();
  const values = reactive<Record<PhoneFieldName, string>>({
    phone: '',
    code: '',
    username: '',
    nickname: '',
    setup_code: '',
    invite_code: '',
    otp: '',
  });
  const errors = reactive<Partial<Record<PhoneFieldName, () => string>>>({});
  const general = ref<(() => string) | null>(null);
  const busy = ref(false);
  /** Everything was right, and the account is about to be erased at this time. */
  const erasesAt = ref<Date | null>(null);
  const otpAsked = ref(false);

  for (const field of order) {
    watch(
      () => values[field],
      () => {
        delete errors[field];
        general.value = null;
      },
    );
  }

  function check(field: PhoneFieldName): string | undefined {
    const value = values[field].trim();
    if (field === 'phone' && !value) return 'phone.missing';
    if (field === 'code' && !value) return 'phone.codeMissing';
    if (field === 'otp' && otpAsked.value && !value) return 'twoStep.codeMissing';
    if (!registering()) return undefined;
    if (field === 'username') return checkUsername(value);
    if (field === 'setup_code' && policy().setup_code_required && !value) return 'auth.setupCodeMissing';
    if (field === 'invite_code' && policy().registration === 'invite' && !value)
      return 'auth.inviteCodeMissing';
    return undefined;
  }

  function wrong(field: PhoneFieldName, key: string): void {
    errors[field] = () => t(key);
  }

  /** The button that sends was pressed without a number. */
  function missPhone(): void {
    wrong('phone', 'phone.missing');
    focus('phone');
  }

  async function submit(restore = false): Promise<void> {
    if (busy.value) return;
    for (const field of order) {
      const key = check(field);
      if (key) wrong(field, key);
      else delete errors[field];
    }
    const firstBad = order.find((field) => errors[field]);
    if (firstBad) return focus(firstBad);
    busy.value = true;
    general.value = null;
    try {
      if (registering()) await client.register(registration());
      else {
        const otp = otpAsked.value ? values.otp : undefined;
        await client.signInByCode(values.phone, values.code, otp, restore);
      }
      await enter();
    } catch (error) {
      await refuse(error);
    } finally {
      busy.value = false;
    }
  }

  function registration() {
    const optional = (value: string) => value.trim() || undefined;
    return {
      username: values.username.trim(),
      phone: values.phone,
      code: values.code,
      nickname: optional(values.nickname),
      setup_code: optional(values.setup_code),
      invite_code: optional(values.invite_code),
    };
  }

  function forgetOtp(): void {
    otpAsked.value = false;
    values.otp = '';
  }

  async function refuse(error: unknown): Promise<void> {
    const code = problems.codeOf(error);
    if (code === 'account.deletion_pending') {
      erasesAt.value = problems.erasesAtOf(error);
      return;
    }
    if (code === 'auth.otp_required' && !otpAsked.value) {
      otpAsked.value = true;
      return;
    }
    if (code === 'auth.code_wrong') forgetOtp();
    const named = Object.keys(problems.fieldsOf(error));
    const fields = order.filter((field) => named.includes(field));
    if (code.startsWith('auth.otp_')) fields.push('otp');
    for (const field of fields) errors[field] = () => problems.word(error);
    if (fields.length === 0) general.value = () => problems.word(error);
    await nextTick();
    const firstBad = order.find((field) => errors[field]);
    if (firstBad) focus(firstBad);
  }

  return { values, errors, general, busy, otpAsked, erasesAt, forgetOtp, missPhone, submit };
}
