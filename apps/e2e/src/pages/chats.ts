import type { Locator, Page } from 'playwright-core';

/** The list of conversations. */
export class ChatsPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async goto(): Promise<void> {
    await this.#page.locator('a[href="/chats"]:visible').first().click();
  }

  get rows(): Locator {
    return this.#page.getByTestId('conversation-row');
  }

  row(name: string): Locator {
    return this.rows.filter({ has: this.#page.getByText(name, { exact: true }) });
  }

  badge(name: string): Locator {
    return this.row(name).getByTestId('unread-badge');
  }

  async open(name: string): Promise<void> {
    await this.row(name).click();
    await this.#page.getByTestId('composer').waitFor();
  }
}
