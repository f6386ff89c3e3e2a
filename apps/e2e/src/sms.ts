import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const WAIT_MS = 15_000;

/** A gateway that a server can hand text messages to; the scenario reads them. */
export class SmsGateway {
  readonly #server: HttpServer;
  readonly #codes: { to: string; code: string }[] = [];

  private constructor(server: HttpServer) {
    this.#server = server;
  }

  static async start(): Promise<SmsGateway> {
    const server = createServer();
    const gateway = new SmsGateway(server);
    server.on('request', (request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        gateway.#codes.push(JSON.parse(body) as { to: string; code: string });
        response.writeHead(200).end();
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return gateway;
  }

  /** What a server needs to know. */
  get settings(): Record<string, string> {
    const { port } = this.#server.address() as AddressInfo;
    return {
      KAMA__SMS__GATEWAY: 'http',
      KAMA__SMS__HTTP__URL: `http://127.0.0.1:${port}/send`,
      KAMA__SMS__HTTP__BODY: '{"to":"{phone}","code":"{code}","text":"{text}"}',
    };
  }

  /** The code of the next message to a number. */
  async code(to: string): Promise<string> {
    const deadline = Date.now() + WAIT_MS;
    while (Date.now() < deadline) {
      const at = this.#codes.findIndex((message) => message.to === to);
      if (at >= 0) return this.#codes.splice(at, 1)[0]!.code;
      await new Promise((done) => setTimeout(done, 50));
    }
    throw new Error(`no message came for ${to}`);
  }

  close(): void {
    this.#server.close();
  }
}
