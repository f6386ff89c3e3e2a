import type { AuthPolicy } from '@kamachat/client';
import { computed, nextTick, reactive, ref, shallowRef, watch } from 'vue';
import { useI18n } from 'vue-i18n';
import { useClient } from '@/app/client';
import { useProblems } from '@/shared/problems';
import { useMailHint } from './mailHint';
import { checkEmail, checkNewPassword, checkUsername, fieldFor, type FieldName } from './model';
import { useNext } from './useNext';

const order: FieldName[] = [
  'login',
  'username',
  'nickname',
  'email',
  'password',
  'setup_code',
  'invite_code',
  'otp',
];

/** The form of both pages: values, errors (as keys or codes) and the one button. */
export function useSignIn(registering: () => boolean, focus: (field: FieldName) => void) {
  const client = useClient();
  const enter = useNext();
  const { t } = useI18n();
  const problems = useProblems();

  const values = reactive<Record<FieldName, string>>({
    login: '',
    username: '',
    nickname: '',
    email: '',
    password: '',
    setup_code: '',
    invite_code: '',
    otp: '',
  });
  /** Functions, so that a switch of language rewords an error that is showing. */
  const errors = reactive<Partial<Record<FieldName, () => string>>>({});
  const general = ref<(() => string) | null>(null);
  const busy = ref(false);
  const setupCodeAsked = ref(false);
  const policy = shallowRef<AuthPolicy | null>(null);
  const closed = computed(() => policy.value?.registration === 'closed');
  const inviteAsked = computed(() => policy.value?.registration === 'invite');

  watch(registering, () => void askPolicy(), { immediate: true });
  const resets = computed(() => policy.value?.mail === true);
  const hint = useMailHint();

  /** Without an answer the form is the open one: what is missing is asked for when the server wants it. */
  async function askPolicy(): Promise<void> {
    policy.value = await client.policy().catch(() => policy.value);
    if (policy.value?.setup_code_required) setupCodeAsked.value = true;
  }
  /** Everything was right, and the account is about to be erased at this time. */
  const erasesAt = ref<Date | null>(null);
  /** The password was right; a code is wanted besides. */
  const otpAsked = ref(false);

  for (const field of order) {
    watch(
      () => values[field],
      () => {
        delete errors[field];
        general.value = null;
        if (field !== 'otp') erasesAt.value = null;
      },
    );
  }
  watch(registering, () => {
    for (const field of order) delete errors[field];
    general.value = null;
    forgetOtp();
  });

  function check(field: FieldName): string | undefined {
    const value = values[field];
    if (!registering()) {
      if (field === 'login' && !value.trim()) return 'auth.loginMissing';
      if (field === 'password' && !value) return 'auth.passwordMissing';
      if (field === 'otp' && otpAsked.value && !value.trim()) return 'twoStep.codeMissing';
      return undefined;
    }
    if (field === 'username') return checkUsername(value);
    if (field === 'email') return checkEmail(value);
    if (field === 'password') return checkNewPassword(value, policy.value?.password_min_length);
    if (field === 'setup_code' && setupCodeAsked.value && !value.trim()) return 'auth.setupCodeMissing';
    if (field === 'invite_code' && inviteAsked.value && !value.trim()) return 'auth.inviteCodeMissing';
    return undefined;
  }

  /** On leaving a field: an empty one is not an error yet. */
  function leave(field: FieldName): void {
    if (!values[field]) return;
    const key = check(field);
    if (key) errors[field] = () => t(key);
  }

  /** `restore`: the account was about to be erased, and is to be kept. */
  async function submit(restore = false): Promise<void> {
    if (busy.value) return;
    for (const field of order) {
      const key = check(field);
      if (key) errors[field] = () => t(key);
      else delete errors[field];
    }
    const firstBad = order.find((field) => errors[field]);
    if (firstBad) return focus(firstBad);

    busy.value = true;
    general.value = null;
    try {
      if (registering()) await register();
      else
        await client.signIn(
          values.login.trim(),
          values.password,
          otpAsked.value ? values.otp : undefined,
          restore,
        );
      await enter();
    } catch (error) {
      await refuse(error);
    } finally {
      busy.value = false;
    }
  }

  async function register(): Promise<void> {
    const account = await client.register(registration());
    if (policy.value?.mail && account.email) hint.address = account.email;
  }

  function registration() {
    const optional = (value: string) => value.trim() || undefined;
    return {
      username: values.username.trim(),
      password: values.password,
      nickname: optional(values.nickname),
      email: optional(values.email),
      setup_code: setupCodeAsked.value ? optional(values.setup_code) : undefined,
      invite_code: inviteAsked.value ? optional(values.invite_code) : undefined,
    };
  }

  /** Back to name and password. */
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
      // Asking is no error; the field takes the focus when it appears.
      otpAsked.value = true;
      return;
    }
    if (code === 'auth.wrong_credentials') forgetOtp();
    if (code.startsWith('account.setup_code')) setupCodeAsked.value = true;
    // The policy has changed since the page asked for it.
    if (code === 'account.invite_required' || code === 'account.registration_closed') await askPolicy();
    const fields = Object.entries(problems.fieldsOf(error)).filter(([name]) =>
      order.includes(name as FieldName),
    );
    for (const [name, fieldCode] of fields) errors[name as FieldName] = () => problems.wordCode(fieldCode);
    const own = fieldFor(code);
    if (own) errors[own] = () => problems.word(error);
    else if (code === 'auth.wrong_credentials') errors.password = () => problems.word(error);
    else if (fields.length === 0) general.value = () => problems.word(error);
    await nextTick();
    const firstBad = order.find((field) => errors[field]);
    if (firstBad) focus(firstBad);
  }

  return {
    values,
    errors,
    general,
    busy,
    setupCodeAsked,
    inviteAsked,
    otpAsked,
    erasesAt,
    forgetOtp,
    closed,
    resets,
    policy,
    leave,
    submit,
  };
}
