import type { ApiProblem } from '@kamachat/client';
import { useI18n } from 'vue-i18n';

function isProblem(error: unknown): error is ApiProblem {
  return error instanceof Error && typeof (error as ApiProblem).code === 'string';
}

/** Words for a refused call, from its stable code. The server's own sentence is never shown. */
export function useProblems() {
  const { t, te } = useI18n();

  const wordCode = (code: string) => (te(`errors.${code}`) ? t(`errors.${code}`) : t('errors.unknown'));

  function word(error: unknown): string {
    if (!isProblem(error)) return t('errors.unknown');
    if (error.status === 0) return t('errors.network');
    if (error.code === 'too_many_requests' && error.retryAfter)
      return t('errors.retryAfter', { seconds: Math.ceil(error.retryAfter) });
    return wordCode(error.code);
  }

  return {
    word,
    wordCode,
    codeOf: (error: unknown) => (isProblem(error) ? error.code : 'unknown'),
    erasesAtOf: (error: unknown) => (isProblem(error) && error.erasesAt ? new Date(error.erasesAt) : null),
    fieldsOf: (error: unknown) => (isProblem(error) ? error.fields : {}),
  };
}
