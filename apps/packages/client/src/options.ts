/** What the engine takes from its surroundings. Everything is injectable, so tests own time, chance and network. */
export interface ClientOptions {
  /** Origin of the server, without a slash at the end. Default: the page's own origin. */
  baseUrl?: string;
  fetch?: typeof fetch;
  WebSocket?: new (url: string) => WebSocket;
  XMLHttpRequest?: new () => XMLHttpRequest;
  /** `null` turns the local cache off. */
  indexedDB?: IDBFactory | null;
  BroadcastChannel?: (new (name: string) => BroadcastChannel) | null;
  locks?: Pick<LockManager, 'request'> | null;
  /** Milliseconds since 1970. */
  now?: () => number;
  /** 0 ≤ n < 1, for the jitter of retries. */
  random?: () => number;
  uuid?: () => string;
  /** Where `online` and `offline` happen. */
  window?: EventTarget | null;
  /** Where `visibilitychange` happens. */
  document?: (EventTarget & { readonly visibilityState: string }) | null;
}

export interface Platform {
  httpBase: string;
  socketBase: string;
  fetch: typeof fetch;
  WebSocket: new (url: string) => WebSocket;
  XMLHttpRequest: new () => XMLHttpRequest;
  indexedDB: IDBFactory | null;
  BroadcastChannel: (new (name: string) => BroadcastChannel) | null;
  locks: Pick<LockManager, 'request'> | null;
  now: () => number;
  random: () => number;
  uuid: () => string;
  window: EventTarget | null;
  document: (EventTarget & { readonly visibilityState: string }) | null;
}

export function platform(options: ClientOptions): Platform {
  const scope = globalThis as Partial<typeof globalThis>;
  const base = options.baseUrl ?? scope.location?.origin ?? '';
  const request = options.fetch;
  return {
    httpBase: `${base}/api/v1/`,
    socketBase: `${base.replace(/^http/, 'ws')}/ws`,
    // Called through globalThis each time: a bound native fetch keeps its receiver.
    fetch: request ?? ((input, init) => globalThis.fetch(input, init)),
    WebSocket: options.WebSocket ?? globalThis.WebSocket,
    XMLHttpRequest: options.XMLHttpRequest ?? globalThis.XMLHttpRequest,
    indexedDB: pick(options.indexedDB, scope.indexedDB),
    BroadcastChannel: pick(options.BroadcastChannel, scope.BroadcastChannel),
    locks: pick(options.locks, scope.navigator?.locks),
    now: options.now ?? (() => Date.now()),
    random: options.random ?? Math.random,
    uuid: options.uuid ?? randomUuid,
    window: pick(options.window, scope.window as EventTarget | undefined),
    document: pick(options.document, scope.document),
  };
}

function pick<T>(given: T | null | undefined, fallback: T | undefined): T | null {
  return given === undefined ? (fallback ?? null) : given;
}

/** `crypto.randomUUID` exists in secure contexts only; a home server on plain HTTP is none. */
function randomUuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
