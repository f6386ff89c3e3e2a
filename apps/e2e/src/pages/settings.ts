import type { Locator, Page } from 'playwright-core';

export class SettingsPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async goto(): Promise<void> {
    await this.#page.locator('a[href="/settings"]:visible').first().click();
    await this.theme.waitFor();
  }

  get theme(): Locator {
    return this.#page.getByTestId('theme-select');
  }

  get language(): Locator {
    return this.#page.getByTestId('language-select');
  }

  async choose(theme: 'light' | 'dark', language: 'zh-CN' | 'en'): Promise<void> {
    await this.theme.selectOption(theme);
    await this.language.selectOption(language);
    await this.#page.locator(`html[lang="${language}"][data-theme="${theme}"]`).waitFor();
  }

  /** A device by its place: the first is this one. */
  device(place: number): Locator {
    return this.#page.getByTestId('device').nth(place);
  }

  async changePassword(current: string, next: string): Promise<void> {
    await this.#page.getByTestId('current-password').fill(current);
    await this.#page.getByTestId('new-password').fill(next);
    await this.#page.getByTestId('change-password').click();
  }

  async signOut(): Promise<void> {
    await this.goto();
    await this.#page.getByTestId('sign-out').click();
    await this.#page.getByTestId('sign-out-confirm').click();
    await this.#page.waitForURL(/\/sign-in/);
  }
}
