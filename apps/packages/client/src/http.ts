import { networkProblem, parseProblem, type ProblemError } from './errors';
import type { Platform } from './options';
import { upload, type Progress } from './upload';

/** Who knows the access token. */
export interface Credentials {
  /** The token, renewed before it runs out. Null: nobody is signed in. */
  token(): Promise<string | null>;
  /** Makes a new one after the server refused `refused`. False: the session is over. */
  renew(refused: string): Promise<boolean>;
}

export interface RequestOptions {
  body?: unknown;
  query?: Record<string, string | number | undefined>;
  /** Absent: an anonymous call (sign-in, refresh). */
  credentials?: Credentials;
}

const TIMEOUT_MS = 15_000;

/** Typed `fetch` for the public API: JSON in, JSON or a `ProblemError` out. */
export class Http {
  readonly #platform: Platform;

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  async request<T>(method: string, path: string, options: RequestOptions = {}): Promise<T> {
    return this.#read<T>(await this.#answered(method, path, options));
  }

  async #answered(method: string, path: string, options: RequestOptions): Promise<Response> {
    const token = options.credentials ? await options.credentials.token() : null;
    const first = await this.#exchange(method, path, options, token);
    if (first.status !== 401 || !options.credentials || token === null) return first;
    // Expired or revoked in between: one new token, one more try.
    if (!(await options.credentials.renew(token))) return first;
    return this.#exchange(method, path, options, await options.credentials.token());
  }

  /** A file as it is, for example a picture. */
  async blob(path: string, credentials: Credentials): Promise<Blob> {
    const answer = await this.#answered('GET', path, { credentials });
    if (!answer.ok) throw this.#problem(answer, await answer.text().catch(() => ''));
    return answer.blob().catch((error: unknown) => {
      throw networkProblem(error);
    });
  }

  /** Sends a file as the body of a PUT. */
  async upload<T>(path: string, file: Blob, credentials: Credentials, progress: Progress): Promise<T> {
    const { httpBase, XMLHttpRequest: make } = this.#platform;
    const send = async (token: string | null) =>
      upload<T>(make, { url: httpBase + path, token: token ?? '', file, progress });
    const token = await credentials.token();
    try {
      return await send(token);
    } catch (error) {
      const refused = (error as ProblemError).status === 401;
      if (!refused || token === null || !(await credentials.renew(token))) throw error;
      return send(await credentials.token());
    }
  }

  async #exchange(
    method: string,
    path: string,
    options: RequestOptions,
    token: string | null,
  ): Promise<Response> {
    const headers: Record<string, string> = { Accept: 'application/json', 'X-Client': 'web' };
    if (token !== null) headers.Authorization = `Bearer ${token}`;
    const init: RequestInit = { method, headers, credentials: 'include', cache: 'no-store' };
    if (options.body !== undefined) {
      headers['Content-Type'] = 'application/json';
      init.body = JSON.stringify(options.body);
    }
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), TIMEOUT_MS);
    try {
      const url = this.#platform.httpBase + path + queryString(options.query);
      return await this.#platform.fetch(url, { ...init, signal: abort.signal });
    } catch (error) {
      throw networkProblem(error);
    } finally {
      clearTimeout(timer);
    }
  }

  async #read<T>(response: Response): Promise<T> {
    let text: string;
    try {
      text = await response.text();
    } catch (error) {
      throw networkProblem(error);
    }
    if (!response.ok) throw this.#problem(response, text);
    if (text === '') return undefined as T;
    try {
      return JSON.parse(text) as T;
    } catch {
      // A captive portal answers 200 with a page of its own.
      throw networkProblem(new Error('answer is no JSON'));
    }
  }

  #problem(response: Response, text: string): ProblemError {
    const problem = parseProblem(response.status, text);
    const header = Number(response.headers.get('Retry-After') ?? Number.NaN);
    if (problem.retryAfter === undefined && Number.isFinite(header)) problem.retryAfter = header;
    return problem;
  }
}

function queryString(query: RequestOptions['query']): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined) params.set(name, String(value));
  }
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}
