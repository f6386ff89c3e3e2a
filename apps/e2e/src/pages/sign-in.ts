import type { Locator, Page } from 'playwright-core';

export interface Registration {
  username: string;
  password: string;
  nickname?: string;
  email?: string;
}

/** Sign-in and registration: the same card with other fields. */
export class SignInPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  field(name: 'login' | 'username' | 'nickname' | 'email' | 'password'): Locator {
    return this.#page.getByTestId(name);
  }

  get submit(): Locator {
    return this.#page.getByTestId('submit');
  }

  /** What is wrong with a field, as its own description says it. */
  errorOf(name: 'login' | 'username' | 'nickname' | 'email' | 'password'): Locator {
    return this.#page
      .getByRole('alert')
      .and(this.#page.locator(`.k-field:has([data-testid="${name}"]) [role="alert"]`));
  }

  async goto(kind: 'sign-in' | 'register'): Promise<void> {
    await this.#page.goto(`/${kind}`);
    await this.submit.waitFor();
  }

  async register(input: Registration): Promise<void> {
    await this.goto('register');
    for (const [name, value] of Object.entries(input)) {
      await this.#page.getByTestId(name).fill(value);
    }
    await this.submit.click();
    await this.#page.waitForURL('**/chats');
  }

  async signIn(login: string, password: string): Promise<void> {
    await this.goto('sign-in');
    await this.field('login').fill(login);
    await this.field('password').fill(password);
    await this.submit.click();
  }
}
