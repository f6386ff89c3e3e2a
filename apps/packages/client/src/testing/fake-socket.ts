import type { ClientFrame, ServerFrame } from '../wire';
import type { FakeServer } from './fake-server';

/** A WebSocket without a network: frames cross in microtasks, in order. */
export class FakeSocket {
  readyState = 0;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  userId: string | null = null;
  /** A line that is up but carries nothing: half-open. */
  silent = false;
  readonly #server: FakeServer;

  constructor(server: FakeServer, url: string) {
    this.#server = server;
    queueMicrotask(() => this.#open(new URL(url, 'ws://fake').searchParams.get('ticket') ?? ''));
  }

  send(text: string): void {
    const frame = JSON.parse(text) as ClientFrame;
    if (this.silent || this.readyState !== 1) return;
    queueMicrotask(() => this.#server.receive(this, frame));
  }

  close(): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.#server.sockets.delete(this);
  }

  /** From the server. */
  deliver(frame: ServerFrame): void {
    if (this.silent) return;
    queueMicrotask(() => {
      if (this.readyState === 1) this.onmessage?.({ data: JSON.stringify(frame) });
    });
  }

  /** Closed by the server or cut. */
  cut(code: number): void {
    if (this.readyState === 3) return;
    this.close();
    queueMicrotask(() => this.onclose?.({ code }));
  }

  #open(ticket: string): void {
    if (this.readyState === 3) return;
    this.userId = this.#server.admit(ticket);
    if (this.userId === null) {
      this.cut(this.#server.up ? 4001 : 1006);
      return;
    }
    this.readyState = 1;
    this.#server.sockets.add(this);
    this.onopen?.();
  }
}
