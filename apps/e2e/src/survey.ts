import type { Locator } from 'playwright-core';
import type { Api } from './api';
import { faults, looks } from './faults';
import type { Person } from './person';

/** Contrast depends on the theme, names and widths on the language: two looks show all of both. */
export const LOOKS = [
  { theme: 'light', language: 'zh-CN' },
  { theme: 'dark', language: 'en' },
] as const;
type Look = (typeof LOOKS)[number];

/** Walks through the pages of one person, and looks at each in both languages and both themes without a reload. */
export class Survey {
  readonly found: string[] = [];
  readonly #person: Person;
  readonly #wear: (look: Look) => Promise<void>;
  #now = 0;

  private constructor(person: Person, wear: (look: Look) => Promise<void>) {
    this.#person = person;
    this.#wear = wear;
  }

  /** Signed in as `me`: another device of the account chooses. */
  static async of(person: Person, me: Api): Promise<Survey> {
    return Survey.#begin(person, async ({ theme, language }) => {
      await me.settings({ theme, language });
      await person.page.locator(`html[lang="${language}"][data-theme="${theme}"]`).waitFor();
    });
  }

  /** Not signed in: the system's theme, and the language of the page's own list. */
  static async ofStranger(person: Person): Promise<Survey> {
    return Survey.#begin(person, async ({ theme, language }) => {
      await person.page.emulateMedia({ colorScheme: theme });
      await person.page.getByTestId('language-select').selectOption(language);
      await person.page.locator(`html[lang="${language}"]`).waitFor();
    });
  }

  static async #begin(person: Person, wear: (look: Look) => Promise<void>): Promise<Survey> {
    const survey = new Survey(person, wear);
    await wear(LOOKS[0]);
    return survey;
  }

  /** What is below `root`, or the page. Tab goes the same way in every look: it is walked once. */
  async see(where: string, root?: Locator): Promise<void> {
    this.found.push(...(await faults(this.#person, this.#at(where), root)));
    await this.#turn(where, root);
  }

  /** The same for what Tab would close. */
  async glance(where: string, root?: Locator): Promise<void> {
    this.found.push(...(await looks(this.#person, this.#at(where), root)));
    await this.#turn(where, root);
  }

  async #turn(where: string, root?: Locator): Promise<void> {
    await this.#shoot(where);
    this.#now = 1 - this.#now;
    await this.#wear(LOOKS[this.#now]!);
    this.found.push(...(await looks(this.#person, this.#at(where), root)));
    await this.#shoot(where);
  }

  /** With KAMA_SHOTS every look is kept as a picture there, to be judged by people. */
  async #shoot(where: string): Promise<void> {
    const folder = process.env.KAMA_SHOTS;
    if (folder === undefined) return;
    const { width } = this.#person.page.viewportSize()!;
    const name = `${width}-${this.#at(where)}`.replaceAll(/[^\w-]+/g, '-');
    await this.#person.page.screenshot({ path: `${folder}/${name}.png`, caret: 'hide' });
  }

  #at(where: string): string {
    const { theme, language } = LOOKS[this.#now]!;
    return `${where}, ${theme}, ${language}`;
  }
}
