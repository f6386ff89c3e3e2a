import { WebSocket as Socket } from 'ws';
import type { Random } from './random';

/** What happens to what the server pushes. */
export type Weather =
  | 'calm'
  /** Doubled, late and out of order. */
  | 'jumbled'
  /** And lost: the line breaks before it counts as whole again, as a real one would. */
  | 'lossy';

interface Frame {
  type: string;
  ref?: string | null;
  message?: { conversation_id: string; seq: number };
  conversation_id?: string;
  seq?: number;
  rev?: number;
}
type Hear = (event: { data: string }) => void;

const PUSHED = ['new_message', 'message_changed', 'read', 'delivered', 'account_events', 'stale'];

/** Between one page and the server. It can be cut, and it mangles what is pushed; answers pass as they are. */
export class Network {
  /** What went through, for whoever has to find out what went wrong. */
  readonly trace: string[] = [];
  readonly #origin: string;
  readonly #cookies: Map<string, string>;
  readonly #random: Random;
  readonly #sockets = new Set<Socket>();
  #weather: Weather = 'calm';
  #open = true;

  constructor(origin: string, cookies: Map<string, string>, random: Random) {
    this.#origin = origin;
    this.#cookies = cookies;
    this.#random = random;
  }

  set weather(weather: Weather) {
    const before = this.#weather;
    this.#weather = weather;
    if (before === 'lossy' && weather !== 'lossy') this.cut();
  }

  set open(open: boolean) {
    this.#open = open;
    if (!open) this.cut();
  }

  cut(): void {
    for (const socket of this.#sockets) socket.terminate();
  }

  readonly fetch = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    if (!this.#open) throw new TypeError('fetch failed');
    const headers = new Headers(init.headers);
    headers.set('Origin', this.#origin);
    headers.set('Cookie', [...this.#cookies].map((cookie) => cookie.join('=')).join('; '));
    const answer = await fetch(String(input), { ...init, headers });
    this.#note(`${init.method} ${String(input).replace(this.#origin, '')} ${answer.status}`);
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      this.#cookies.set(name, value);
    }
    return answer;
  };

  /** A constructor, as the client wants it. */
  readonly WebSocket = ((open: (url: string) => WebSocket) =>
    function (url: string) {
      return open(url);
    } as unknown as new (url: string) => WebSocket)((url) => this.#socket(url));

  #socket(url: string): WebSocket {
    const socket = new Socket(url, { origin: this.#origin });
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    // What a page hears of it is its end.
    socket.on('error', () => {});
    if (!this.#open) socket.terminate();
    return new Proxy(socket, {
      get: (_, name) => {
        const value: unknown = Reflect.get(socket, name, socket);
        return typeof value === 'function' ? (value.bind(socket) as unknown) : value;
      },
      set: (_, name, value: unknown) => {
        const hear = value as Hear;
        if (name === 'onmessage') socket.onmessage = ({ data }) => this.#pass(socket, String(data), hear);
        else Reflect.set(socket, name, value, socket);
        return true;
      },
    }) as unknown as WebSocket;
  }

  #pass(socket: Socket, data: string, hear: Hear): void {
    const frame = JSON.parse(data) as Frame;
    const { type, message } = frame;
    this.#note(
      [type, message?.conversation_id ?? frame.conversation_id, message?.seq ?? frame.seq, frame.rev].join(
        ' ',
      ),
    );
    const roll = PUSHED.includes(type) && !frame.ref ? this.#random.below(100) : 100;
    if (this.#weather === 'calm' || roll >= 75) return hear({ data });
    if (roll < 35 && this.#weather === 'lossy') return;
    if (roll >= 55) {
      hear({ data });
      return hear({ data });
    }
    const late = (): void => {
      if (socket.readyState === Socket.OPEN) hear({ data });
    };
    setTimeout(late, this.#random.below(60));
  }

  #note(what: string): void {
    this.trace.push(`${new Date().toISOString().slice(17, 23)} ${this.#weather} ${what}`);
  }
}
