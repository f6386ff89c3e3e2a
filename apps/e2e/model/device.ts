import { createClient, type KamaClient } from '@kamachat/client';
import { IDBFactory } from 'fake-indexeddb';
import { Api } from '../src/api';
import { Network } from './network';
import type { Random } from './random';

const PASSWORD = 'correct horse battery';
/** Longest wait for a line: a busy machine, and a page that tries again. */
const PATIENCE_MS = 20_000;

export const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** A browser with one page: the real client on a disk and with cookies of its own. */
export class Device {
  readonly name: string;
  client!: KamaClient;
  network!: Network;
  readonly #origin: string;
  readonly #random: Random;
  readonly #disk = new IDBFactory();
  readonly #cookies = new Map<string, string>();

  constructor(name: string, origin: string, random: Random) {
    this.name = name;
    this.#origin = origin;
    this.#random = random;
    this.#load();
  }

  /** The page is closed and opened again. */
  async reload(): Promise<void> {
    this.network.open = false;
    this.#load();
    await this.client.restore();
  }

  async online(): Promise<void> {
    const until = Date.now() + PATIENCE_MS;
    while (this.client.connection.state !== 'online') {
      if (Date.now() > until) throw new Error(`${this.name} does not come online`);
      // A page that could not be opened without a network is opened again.
      if (this.client.account === null) await this.client.restore().catch(() => null);
      this.client.retryNow();
      await sleep(25);
    }
  }

  #load(): void {
    this.network = new Network(this.#origin, this.#cookies, this.#random.branch());
    this.client = createClient({
      baseUrl: this.#origin,
      fetch: this.network.fetch,
      WebSocket: this.network.WebSocket,
      indexedDB: this.#disk,
      BroadcastChannel: null,
      locks: null,
      window: null,
      document: null,
      random: () => 0.05,
    });
  }
}

export class Person {
  private constructor(
    readonly name: string,
    readonly api: Api,
    readonly devices: readonly Device[],
    readonly origin: string,
  ) {}

  static async enter(origin: string, name: string, random: Random): Promise<Person> {
    const username = `${name}-${random.next().toString(36)}`;
    const api = await Api.register(origin, { username, password: PASSWORD, nickname: name });
    const devices = [1, 2].map((n) => new Device(name + n, origin, random.branch()));
    const person = new Person(name, api, devices, origin);
    for (const device of devices) await person.signIn(device);
    return person;
  }

  async signIn(device: Device): Promise<void> {
    await device.client.signIn(this.api.username, PASSWORD);
    await device.online();
  }
}
