import type { Locator, Page } from 'playwright-core';

/** Groups: making one, its panel, the ways in. */
export class GroupsPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get panel(): Locator {
    return this.#page.getByTestId('group-panel');
  }

  get events(): Locator {
    return this.#page.getByTestId('event-line');
  }

  event(text: string): Locator {
    return this.events.filter({ hasText: text });
  }

  /** Through the button over the list. */
  async create(name: string, people: readonly string[]): Promise<void> {
    await this.#page.getByTestId('new-chat').click();
    await this.#page.getByTestId('start-group').click();
    await this.#page.getByTestId('group-name').fill(name);
    for (const person of people) {
      await this.#page.getByTestId('pick').filter({ hasText: person }).click();
    }
    await this.#page.getByTestId('group-create').click();
    await this.#page.getByTestId('member-count').waitFor();
  }

  async openPanel(page?: 'members' | 'settings' | 'requests' | 'invites'): Promise<void> {
    if (!(await this.panel.isVisible())) await this.#page.getByTestId('group-info').click();
    await this.panel.waitFor();
    const back = this.#page.getByTestId('panel-back');
    if (await back.isVisible()) await back.click();
    await this.#page.getByTestId('group-title').waitFor();
    if (page !== undefined) await this.#page.getByTestId(`panel-${page}`).click();
  }

  async closePanel(): Promise<void> {
    await this.#page.getByTestId('panel-close').click();
    await this.panel.waitFor({ state: 'detached' });
  }

  member(name: string): Locator {
    return this.#page.getByTestId('member').filter({ hasText: name });
  }

  /** What may be done about a member, and the answer to the question that comes with it. */
  async act(name: string, what: string, confirm = false): Promise<void> {
    await this.member(name).click();
    await this.#page.getByTestId(`act-${what}`).click();
    if (confirm) await this.#page.getByTestId('member-confirm').click();
    await this.#page.getByRole('dialog').waitFor({ state: 'detached' });
  }

  /** A new link, as somebody would send it. */
  async inviteLink(): Promise<string> {
    await this.openPanel('invites');
    await this.#page.getByTestId('invite-create').click();
    return this.#page.getByTestId('invite-link').innerText();
  }
}
