import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const SCRIPT = resolve(import.meta.dirname, '../../../scripts/lib/smtp-sink.py');
const PATIENCE_MS = 20_000;

export interface ReceivedMail {
  to: string[];
  subject: string;
  text: string;
  html: string;
}

/** A real mail server that keeps what it gets; `scripts/e2e` makes the Python that runs it. */
export class MailSink {
  readonly #folder: string;
  readonly #process: ChildProcess;
  readonly port: number;

  private constructor(folder: string, process: ChildProcess, port: number) {
    this.#folder = folder;
    this.#process = process;
    this.port = port;
  }

  static async start(): Promise<MailSink> {
    const python = process.env.KAMA_TEST_SMTP_PYTHON;
    if (!python) throw new Error('KAMA_TEST_SMTP_PYTHON is not set: run the scenarios with scripts/e2e');
    const folder = mkdtempSync(join(tmpdir(), 'kamachat-mails-'));
    const child = spawn(python, [SCRIPT, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    for await (const line of createInterface({ input: child.stdout })) {
      const port = Number(/^listening (\d+)$/.exec(line)?.[1]);
      if (port > 0) return new MailSink(folder, child, port);
    }
    throw new Error('the mail server did not come up');
  }

  /** Settings of a server that sends its mails here. */
  get settings(): Record<string, string> {
    return {
      KAMA__MAIL__HOST: '127.0.0.1',
      KAMA__MAIL__PORT: String(this.port),
      KAMA__MAIL__TLS: 'off',
      KAMA__MAIL__FROM: 'KamaChat <chat@example.org>',
      KAMA__JOBS__POLL_MS: '50',
    };
  }

  to(address: string): ReceivedMail[] {
    const files = readdirSync(this.#folder).filter((name) => name.endsWith('.json'));
    const mails = files.sort().map((name) => JSON.parse(readFileSync(join(this.#folder, name), 'utf8')));
    return (mails as ReceivedMail[]).filter((mail) => mail.to.includes(address));
  }

  /** The link in the `n`th mail to an address, from 1, once it is there. */
  async link(address: string, n: number): Promise<string> {
    const deadline = Date.now() + PATIENCE_MS;
    while (Date.now() < deadline) {
      const link = /https?:\/\/\S+#token=\S+/.exec(this.to(address)[n - 1]?.text ?? '')?.[0];
      if (link) return link;
      await new Promise((done) => setTimeout(done, 50));
    }
    throw new Error(`mail ${n} to ${address} did not come, or has no link`);
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode === null) {
      const gone = new Promise((done) => this.#process.once('exit', done));
      this.#process.kill('SIGTERM');
      await gone;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
