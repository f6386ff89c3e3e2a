import type { ApiProblem } from './types';

/** A refused or failed call, as an error object. Status 0 means that no answer came. */
export class ProblemError extends Error implements ApiProblem {
  readonly status: number;
  readonly code: string;
  readonly fields: Record<string, string>;
  requestId?: string;
  retryAfter?: number;
  erasesAt?: string;

  constructor(status: number, code: string, detail: string, fields: Record<string, string> = {}) {
    super(detail || code);
    this.name = 'ApiProblem';
    this.status = status;
    this.code = code;
    this.fields = fields;
  }
}

export function isApiProblem(error: unknown): error is ApiProblem {
  return error instanceof ProblemError;
}

/** No answer at all: worded like a server that is not available, because that is what a person sees. */
export function networkProblem(cause: unknown): ProblemError {
  const problem = new ProblemError(0, 'unavailable', 'no answer from the server');
  problem.cause = cause;
  return problem;
}

const TRANSIENT = new Set(['busy', 'unavailable', 'internal', 'too_many_requests']);

/** Hours or days may pass until these are taken: the person decides, not the device. */
const LASTS = new Set(['message.silenced', 'message.muted_all']);

/** Whether the same call may succeed later unchanged. Everything else is a refusal for good. */
export function isTransient(code: string, retryAfter?: number | null): boolean {
  return TRANSIENT.has(code) || (!LASTS.has(code) && retryAfter !== undefined && retryAfter !== null);
}

/** A body that is no problem document (a proxy's error page) still gives a usable problem. */
export function parseProblem(status: number, text: string): ProblemError {
  let body: Record<string, unknown> = {};
  try {
    const parsed: unknown = JSON.parse(text);
    if (parsed !== null && typeof parsed === 'object') body = parsed as Record<string, unknown>;
  } catch {
    // Not JSON: the status alone decides below.
  }
  const code = typeof body.code === 'string' ? body.code : fallbackCode(status);
  const detail = typeof body.detail === 'string' ? body.detail : '';
  const problem = new ProblemError(status, code, detail, stringFields(body.errors));
  if (typeof body.request_id === 'string') problem.requestId = body.request_id;
  if (typeof body.retry_after === 'number') problem.retryAfter = body.retry_after;
  if (typeof body.erases_at === 'string') problem.erasesAt = body.erases_at;
  return problem;
}

function fallbackCode(status: number): string {
  if (status === 401) return 'auth.unauthenticated';
  if (status === 404) return 'not_found';
  if (status === 429) return 'too_many_requests';
  if (status === 503) return 'busy';
  if (status === 502 || status === 504) return 'unavailable';
  return status >= 500 ? 'internal' : 'request.invalid';
}

function stringFields(value: unknown): Record<string, string> {
  if (value === null || typeof value !== 'object') return {};
  const entries = Object.entries(value).filter((e): e is [string, string] => typeof e[1] === 'string');
  return Object.fromEntries(entries);
}
