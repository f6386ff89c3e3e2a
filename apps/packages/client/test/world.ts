/// <reference types="node" />
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { wrap, type IDBPDatabase } from 'idb';
import { setImmediate } from 'node:timers';
import { vi } from 'vitest';
import { createClient } from '../src';
import { FakeServer, type Room } from '../src/testing';
import type { ClientOptions, KamaClient, Message, TimelineView } from '../src';

/** Time stands still until a test moves it; the database keeps its own (immediate) tasks. */
export function freezeTime(): void {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'],
    now: 1_800_000_000_000,
  });
}

/** Moves time and lets everything that follows from it happen. */
export async function pass(ms = 0): Promise<void> {
  for (let i = 0; i < 8; i += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    await vi.advanceTimersByTimeAsync(i === 3 ? ms : 0);
  }
  for (let i = 0; i < 80; i += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** A browser: one cookie jar and one disk, any number of tabs. */
export class Browser {
  readonly disk = new IDBFactory();
  readonly #network: ReturnType<FakeServer['browser']>;
  readonly #channels: boolean;

  constructor(server: FakeServer, channels = false) {
    this.#network = server.browser();
    this.#channels = channels;
  }

  get socket(): new (url: string) => WebSocket {
    return this.#network.WebSocket;
  }

  tab(options: ClientOptions = {}): KamaClient {
    return createClient({
      baseUrl: 'http://fake',
      ...this.#network,
      indexedDB: this.disk,
      BroadcastChannel: this.#channels ? BroadcastChannel : null,
      locks: null,
      window: null,
      document: null,
      random: () => 0.5,
      ...options,
    });
  }
}

/** The network of a browser that holds back its next answer about a conversation until it is released. */
export function holding(server: FakeServer, id: string) {
  const network = server.browser();
  let held = false;
  const line = { ...network, hold: () => void (held = true), release: () => {} };
  line.fetch = async (input, init) => {
    const answer = await network.fetch(input, init);
    if (held && String(input).endsWith(`/conversations/${id}`)) {
      held = false;
      await new Promise<void>((go) => (line.release = go));
    }
    return answer;
  };
  return line;
}

export interface World {
  server: FakeServer;
  lin: KamaClient;
  mary: KamaClient;
  linBrowser: Browser;
  maryBrowser: Browser;
  linId: string;
  maryId: string;
  room: Room;
}

/** Lin and Mary know each other and are both online. */
export async function twoPeople(channels = false): Promise<World> {
  const server = new FakeServer();
  const linBrowser = new Browser(server, channels);
  const maryBrowser = new Browser(server);
  const lin = linBrowser.tab();
  const mary = maryBrowser.tab();
  const { id: linId } = await settled(
    lin.register({ username: 'lin', password: 'correct horse', nickname: '林' }),
  );
  const { id: maryId } = await settled(mary.register({ username: 'mary', password: 'battery staple' }));
  await pass();
  const request = await settled(lin.requestContact(maryId, '你好'));
  await pass();
  await settled(mary.acceptRequest(request.id));
  await pass(200);
  return {
    server,
    lin,
    mary,
    linBrowser,
    maryBrowser,
    linId,
    maryId,
    room: server.state.roomOf(linId, maryId)!,
  };
}

/** Waits for a promise that needs the database's tasks. */
export async function settled<T>(promise: Promise<T>): Promise<T> {
  let done = false;
  const watched = promise.finally(() => {
    done = true;
  });
  watched.catch(() => {});
  for (let i = 0; i < 200 && !done; i += 1) await new Promise((resolve) => setImmediate(resolve));
  return watched;
}

export function texts(view: TimelineView | undefined): string[] {
  return (view?.messages ?? []).map((message: Message) => message.body.text);
}

export function pendingTexts(view: TimelineView | undefined): string[] {
  return (view?.outbox ?? []).map((item) => item.body.text);
}

export function row(client: KamaClient, id: string) {
  return client.conversations.find((conversation) => conversation.id === id)!;
}

/** What lies on the disk of a browser. */
export async function cached(browser: Browser, accountId: string): Promise<Message[]> {
  await pass(100);
  const request = browser.disk.open(`kamachat-${accountId}`);
  const db = (await settled(wrap(request))) as unknown as IDBPDatabase;
  const all = (await settled(db.getAll('messages'))) as Message[];
  db.close();
  return all;
}
