import type { Locator, Page } from 'playwright-core';

/** Contacts and friend requests. */
export class ContactsPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async goto(): Promise<void> {
    await this.#page.locator('a[href="/contacts"]:visible').first().click();
    await this.#page.getByTestId('add-contact').waitFor();
  }

  get rows(): Locator {
    return this.#page.getByTestId('contact-row');
  }

  get requests(): Locator {
    return this.#page.getByTestId('friend-request');
  }

  get requestsBadge(): Locator {
    return this.#page.getByTestId('requests-badge');
  }

  async gotoRequests(): Promise<void> {
    await this.goto();
    await this.#page.getByTestId('friend-requests').click();
  }

  /** Finds a person by the exact user name and asks. */
  async request(username: string, note: string): Promise<void> {
    await this.#page.getByTestId('add-contact').click();
    await this.#page.getByTestId('find-person').fill(username);
    await this.#page.getByTestId('find-person-submit').click();
    await this.#page.getByTestId('person-result').waitFor();
    await this.#page.getByTestId('request-note').fill(note);
    await this.#page.getByTestId('request-send').click();
    await this.#page.getByTestId('request-send').waitFor({ state: 'detached' });
    await this.#page.keyboard.press('Escape');
    await this.#page.getByTestId('person-result').waitFor({ state: 'detached' });
  }

  async accept(name: string): Promise<void> {
    const request = this.requests.filter({ hasText: name });
    await request.getByTestId('request-accept').click();
    await request.waitFor({ state: 'detached' });
  }
}
