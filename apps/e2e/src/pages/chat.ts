import type { Locator, Page } from 'playwright-core';

export interface ShownMessage {
  /** 0 while it is not committed. */
  seq: number;
  text: string;
  own: boolean;
  state: string | null;
}

/** One open conversation. */
export class ChatPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get composer(): Locator {
    return this.#page.getByTestId('composer');
  }

  get messages(): Locator {
    return this.#page.getByTestId('message');
  }

  get banner(): Locator {
    return this.#page.getByTestId('offline-banner').filter({ visible: true });
  }

  get divider(): Locator {
    return this.#page.getByTestId('unread-divider');
  }

  get jumpLatest(): Locator {
    return this.#page.getByTestId('jump-latest');
  }

  message(text: string): Locator {
    return this.messages.filter({ has: this.#page.getByText(text, { exact: true }) });
  }

  inState(text: string, state: string): Locator {
    return this.message(text).and(this.#page.locator(`[data-state="${state}"]`));
  }

  async send(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press('Enter');
  }

  async waitState(text: string, state: string, timeout = 10_000): Promise<void> {
    await this.inState(text, state).waitFor({ timeout });
  }

  async back(): Promise<void> {
    await this.#page.getByTestId('back').click();
  }

  /** The focus goes to a message; one that is not drawn yet takes none. */
  async stand(text: string): Promise<void> {
    await this.message(text).waitFor();
    await this.message(text).focus();
  }

  /** Everything, in the order of the screen: walks from the top to the bottom, as rows come and go. */
  async all(): Promise<ShownMessage[]> {
    const log = this.#page.getByTestId('timeline');
    await this.messages.first().waitFor();
    await this.#toTop(log);
    const seen = new Map<string, ShownMessage>();
    for (let step = 0; step < 500; step += 1) {
      await settle(this.#page);
      // First seen is first in order: the walk only goes down.
      for (const { key, ...message } of await log.evaluate(readRows)) seen.set(key, message);
      const more = await log.evaluate((box) => {
        const before = box.scrollTop;
        box.scrollTop += box.clientHeight / 2;
        return box.scrollTop > before + 1;
      });
      if (!more) break;
    }
    return [...seen.values()];
  }

  /** Reaching the top loads older pages, which puts a new top above it. */
  async #toTop(log: Locator): Promise<void> {
    let first = '';
    for (;;) {
      await log.evaluate((box) => (box.scrollTop = 0));
      await this.#page.waitForTimeout(50);
      await this.#page.locator('.timeline [role=progressbar]').waitFor({ state: 'detached' });
      await settle(this.#page);
      const top = (await log.evaluate(readRows))[0]?.key ?? '';
      if (top === first) return;
      first = top;
    }
  }
}

/** Two frames: the list measures in the first and draws in the second. */
function settle(page: Page): Promise<void> {
  return page.evaluate(
    () => new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))),
  );
}

/** Runs in the page. */
function readRows(box: HTMLElement | SVGElement) {
  return [...box.querySelectorAll<HTMLElement>('[data-testid="message"]')].map((row) => ({
    key: row.dataset.key ?? '',
    seq: Number(row.dataset.seq ?? 0),
    text: row.querySelector('.text')?.textContent ?? '',
    own: row.dataset.own === 'true',
    state: row.dataset.state ?? null,
  }));
}
