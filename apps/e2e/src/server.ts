import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../../..');
const READY_MS = 30_000;

/** The built server as a process of its own, with a data folder of its own. */
export class Server {
  readonly origin: string;
  readonly #settings: Record<string, string>;
  readonly #port: number;
  readonly #folder: string;
  #process: ChildProcess | null = null;

  private constructor(port: number, folder: string, settings: Record<string, string>) {
    this.#settings = settings;
    this.#port = port;
    this.#folder = folder;
    this.origin = `http://127.0.0.1:${port}`;
  }

  /** A fresh server with nobody in it, on `port` when nobody else is there; `settings` are KAMA__ variables. */
  static async fresh(port = 0, settings: Record<string, string> = {}): Promise<Server> {
    const free = await freePort(port).catch(() => freePort(0));
    const server = new Server(free, mkdtempSync(join(tmpdir(), 'kamachat-e2e-')), settings);
    await server.start();
    return server;
  }

  /** On the same port and the same data as before. */
  async start(): Promise<void> {
    const log = openSync(this.logFile, 'a');
    const child = spawn(binary(), ['serve'], {
      cwd: this.#folder,
      env: {
        ...process.env,
        KAMA__SERVER__BIND: `127.0.0.1:${this.#port}`,
        KAMA__DATA_DIR: join(this.#folder, 'data'),
        // Dozens of accounts sign in from one address here, and nobody attacks their passwords.
        KAMA__AUTH__BCRYPT_COST: '4',
        KAMA__LIMITS__PROFILE: 'relaxed',
        ...this.#settings,
      },
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    this.#process = child;
    await this.#ready(child);
  }

  /** Runs one of the program's commands on the same data; what it prints. */
  command(...args: string[]): string {
    const env = { ...process.env, KAMA__DATA_DIR: join(this.#folder, 'data') };
    return execFileSync(binary(), args, { cwd: this.#folder, env, encoding: 'utf8' }).trim();
  }

  /** As if the power had gone. */
  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  /** As an operator does it. */
  stop(): Promise<void> {
    return this.#end('SIGTERM');
  }

  /** Ends it and deletes its data. */
  async dispose(): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  get logFile(): string {
    return join(this.#folder, 'server.log');
  }

  get log(): string {
    return existsSync(this.logFile) ? readFileSync(this.logFile, 'utf8') : '';
  }

  async #ready(child: ChildProcess): Promise<void> {
    const deadline = Date.now() + READY_MS;
    while (Date.now() < deadline) {
      if (child.exitCode !== null) break;
      const answer = await fetch(`${this.origin}/health/ready`).catch(() => null);
      if (answer?.ok) return;
      await new Promise((done) => setTimeout(done, 50));
    }
    throw new Error(`the server did not come up; its log says:\n${this.log}`);
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process;
    this.#process = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((done) => child.once('exit', done));
    child.kill(signal);
    await gone;
  }
}

function binary(): string {
  const given = process.env.KAMACHAT_BIN;
  if (given) return resolve(given);
  const folder = process.env.CARGO_TARGET_DIR ?? join(ROOT, 'target');
  return join(folder, 'debug/kamachat');
}

function freePort(wanted: number): Promise<number> {
  return new Promise((done, failed) => {
    const probe = createServer();
    probe.once('error', failed);
    probe.listen(wanted, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === 'object' ? done(address.port) : failed()));
    });
  });
}
