/** Checks that need no server. Each answers with the code whose text says how to fix it. */
export function checkUsername(value: string): string | undefined {
  if (!value.trim()) return 'auth.usernameMissing';
  return /^[A-Za-z0-9][A-Za-z0-9._-]{2,31}$/.test(value.trim())
    ? undefined
    : 'errors.account.username_invalid';
}

export function checkNewPassword(value: string, least = 8): string | undefined {
  const length = Array.from(value).length;
  if (length < least) return 'errors.account.password_too_short';
  return length > 128 ? 'errors.account.password_too_long' : undefined;
}

export function checkEmail(value: string): string | undefined {
  if (!value.trim()) return undefined;
  return /^[^\s@]+@[^\s@]+$/.test(value.trim()) ? undefined : 'errors.account.email_invalid';
}

const fieldOfCode: Record<string, FieldName> = {
  'account.username_taken': 'username',
  'account.username_invalid': 'username',
  'account.email_taken': 'email',
  'account.email_invalid': 'email',
  'account.nickname_invalid': 'nickname',
  'account.password_too_short': 'password',
  'account.password_too_long': 'password',
  'account.password_too_common': 'password',
  'account.password_too_weak': 'password',
  'auth.otp_required': 'otp',
  'auth.otp_wrong': 'otp',
  'auth.otp_delayed': 'otp',
  'account.setup_code_required': 'setup_code',
  'account.setup_code_wrong': 'setup_code',
  'account.invite_required': 'invite_code',
  'account.invite_invalid': 'invite_code',
};

export type FieldName =
  'login' | 'username' | 'nickname' | 'email' | 'password' | 'setup_code' | 'invite_code' | 'otp';

/** Under which field a refusal of the server belongs. */
export function fieldFor(code: string): FieldName | undefined {
  return fieldOfCode[code];
}
