import { setImmediate } from 'node:timers';
import type { KamaClient } from '../src';
import type { FakeServer } from '../src/testing';
import type { Browser } from './world';

interface Request {
  name: string;
  tab: FakeTab;
  work: (lock: null) => unknown;
  done: (value: unknown) => void;
  failed: (reason: unknown) => void;
}

/** The locks of one browser, with tabs that can die while they hold one. */
class FakeLocks {
  readonly #held = new Map<string, Request>();
  #queue: Request[] = [];

  of(tab: FakeTab): Pick<LockManager, 'request'> {
    const request = (name: string, a: unknown, b?: unknown): Promise<unknown> => {
      const options = (typeof a === 'function' ? {} : a) as LockOptions;
      const work = (typeof a === 'function' ? a : b) as Request['work'];
      return new Promise((done, failed) => {
        const asked: Request = { name, tab, work, done, failed };
        options.signal?.addEventListener('abort', () => {
          this.#queue = this.#queue.filter((each) => each !== asked);
          failed(new DOMException('withdrawn', 'AbortError'));
        });
        if (options.steal !== true) this.#queue.push(asked);
        else {
          this.#held.get(name)?.failed(new DOMException('stolen', 'AbortError'));
          this.#grant(asked);
        }
        this.#next();
      });
    };
    return { request } as Pick<LockManager, 'request'>;
  }

  died(tab: FakeTab): void {
    this.#queue = this.#queue.filter((each) => each.tab !== tab);
    for (const [name, holder] of this.#held) if (holder.tab === tab) this.#held.delete(name);
    this.#next();
  }

  #next(): void {
    for (const asked of [...this.#queue]) {
      if (this.#held.has(asked.name)) continue;
      this.#queue = this.#queue.filter((each) => each !== asked);
      this.#grant(asked);
    }
  }

  #grant(asked: Request): void {
    this.#held.set(asked.name, asked);
    setImmediate(() => {
      if (this.#held.get(asked.name) !== asked) return;
      void Promise.resolve(asked.work(null)).then((value) => {
        if (this.#held.get(asked.name) === asked) this.#held.delete(asked.name);
        asked.done(value);
        this.#next();
      });
    });
  }
}

/** Tabs of one browser: a window that can be closed, and one that stands still. */
export class FakeTab {
  client!: KamaClient;
  /** Hears nothing, says nothing, and does not know it. */
  frozen = false;
  dead = false;
  readonly window = new EventTarget();
}

interface Channel {
  name: string;
  tab: FakeTab;
  onmessage: ((event: { data: unknown }) => void) | null;
  missed: unknown[];
}

export class Tabs {
  readonly #server: FakeServer;
  readonly #browser: Browser;
  readonly #locks = new FakeLocks();
  readonly #channels = new Set<Channel>();

  constructor(server: FakeServer, browser: Browser) {
    this.#server = server;
    this.#browser = browser;
  }

  /** Another tab that shares disk, cookies, locks and channels with those before. */
  async open(): Promise<FakeTab> {
    const tab = new FakeTab();
    tab.client = this.#browser.tab({
      locks: this.#locks.of(tab),
      BroadcastChannel: this.#channel(tab),
      WebSocket: this.#socket(tab),
      window: tab.window,
    });
    return tab;
  }

  /** Crashed or closed: no goodbye. */
  close(tab: FakeTab): void {
    tab.dead = true;
    for (const channel of [...this.#channels]) if (channel.tab === tab) this.#channels.delete(channel);
    for (const socket of [...this.#sockets(tab)]) socket.cut(1001);
    this.#locks.died(tab);
  }

  freeze(tab: FakeTab): void {
    tab.frozen = true;
  }

  thaw(tab: FakeTab): void {
    tab.frozen = false;
    for (const channel of this.#channels) {
      if (channel.tab !== tab) continue;
      for (const data of channel.missed.splice(0)) channel.onmessage?.({ data });
    }
  }

  readonly #owners = new Map<unknown, FakeTab>();

  #sockets(tab: FakeTab) {
    return [...this.#server.sockets].filter((socket) => this.#owners.get(socket) === tab);
  }

  #socket(tab: FakeTab): new (url: string) => WebSocket {
    const make = this.#browser.socket;
    const owners = this.#owners;
    return function (url: string) {
      const socket = new make(url) as unknown as { send(text: string): void };
      owners.set(socket, tab);
      const send = socket.send.bind(socket);
      socket.send = (text) => {
        if (!tab.frozen && !tab.dead) send(text);
      };
      return socket;
    } as unknown as new (url: string) => WebSocket;
  }

  #channel(tab: FakeTab): new (name: string) => BroadcastChannel {
    const channels = this.#channels;
    return function (name: string) {
      const self: Channel & { postMessage(data: unknown): void; close(): void } = {
        name,
        tab,
        onmessage: null,
        missed: [],
        close: () => channels.delete(self),
        postMessage: (data) => {
          if (tab.frozen || tab.dead) return;
          const copy = structuredClone(data);
          setImmediate(() => {
            for (const other of channels) {
              if (other === self || other.name !== name) continue;
              if (other.tab.frozen) other.missed.push(copy);
              else other.onmessage?.({ data: copy });
            }
          });
        },
      };
      channels.add(self);
      return self;
    } as unknown as new (name: string) => BroadcastChannel;
  }
}
