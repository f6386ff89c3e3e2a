import type { BrowserContext, ConsoleMessage, Page } from 'playwright-core';

/** What a browser says when nobody answers: expected while the server is down, and only then. */
const NO_ANSWER = /ERR_CONNECTION|ERR_EMPTY_RESPONSE|ERR_SOCKET|WebSocket connection to|Failed to fetch/;

/**
 * Listens to everything a browser complains about. Whatever is not expected fails the test:
 * console errors, exceptions, CSP violations, dialogs, requests to anywhere else, secrets in addresses.
 */
export class Watch {
  readonly problems: string[] = [];
  readonly #origin: string;
  readonly #expected: RegExp[] = [];
  #offline = false;

  constructor(context: BrowserContext, origin: string) {
    this.#origin = origin;
    context.on('console', (message) => this.#console(message));
    context.on('weberror', (error) => this.#problem(`exception: ${error.error().message}`));
    context.on('request', (request) => this.#address(request.url()));
    context.on('page', (page) => this.#page(page));
  }

  /** Says before the act what the browser will complain about. */
  expect(pattern: RegExp): void {
    this.#expected.push(pattern);
  }

  /** The server is about to go away (or is back). */
  serverDown(down: boolean): void {
    this.#offline = down;
  }

  #page(page: Page): void {
    page.on('websocket', (socket) => this.#address(socket.url()));
    page.on('dialog', (dialog) => {
      this.#problem(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
  }

  #console(message: ConsoleMessage): void {
    if (message.type() !== 'error') return;
    this.#problem(`console: ${message.text()} (${message.location().url})`);
  }

  #address(url: string): void {
    if (/^(data|blob):/.test(url)) return;
    const address = new URL(url);
    const origin = `${address.protocol.replace('ws', 'http')}//${address.host}`;
    if (origin !== this.#origin) this.#problem(`request outside the origin: ${url}`);
    if (/token|password|secret/i.test(address.search)) this.#problem(`secret in an address: ${url}`);
  }

  #problem(text: string): void {
    if (this.#offline && NO_ANSWER.test(text)) return;
    if (this.#expected.some((pattern) => pattern.test(text))) return;
    this.problems.push(text);
  }
}

/** Runs in the page before anything of ours: violations become console errors with all details. */
export function reportViolations(): void {
  addEventListener('securitypolicyviolation', (event) => {
    console.error(`CSP violation: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
  });
}
