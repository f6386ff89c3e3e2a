import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContextOptions } from 'playwright-core';
import { Person } from './person';
import { reportViolations, Watch } from './watch';
import type { Server } from './server';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

export interface PersonOptions {
  locale?: 'zh-CN' | 'en-US';
  theme?: 'light' | 'dark';
  size?: { width: number; height: number };
  phone?: boolean;
  /** With the service worker, which fetches the whole client once more: only where it matters. */
  worker?: boolean;
}

export const DESKTOP = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 844 };

/** One Chromium for a scenario file; each person has a profile of his own. */
export class Chrome {
  readonly people: Person[] = [];
  readonly #browser: Browser;

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  /** `whole`: with windows and notifications. Its shell without them takes half the time and is the same engine. */
  static async launch(whole = false): Promise<Chrome> {
    const browser = process.env.CHROMIUM ?? '/usr/bin/chromium';
    const executablePath = (whole ? undefined : process.env.CHROMIUM_SHELL) ?? browser;
    if (!existsSync(executablePath)) throw new Error(`no browser at ${executablePath}: set CHROMIUM`);
    return new Chrome(await chromium.launch({ executablePath, args: FLAGS }));
  }

  async person(server: Server, options: PersonOptions = {}): Promise<Person> {
    const phone = options.phone === true;
    const settings: BrowserContextOptions = {
      baseURL: server.origin,
      locale: options.locale ?? 'en-US',
      timezoneId: 'Asia/Shanghai',
      colorScheme: options.theme ?? 'light',
      viewport: options.size ?? (phone ? PHONE : DESKTOP),
      hasTouch: phone,
      isMobile: phone,
      deviceScaleFactor: phone ? 2 : 1,
      reducedMotion: 'reduce',
      serviceWorkers: options.worker === true ? 'allow' : 'block',
    };
    const context = await this.#browser.newContext(settings);
    context.setDefaultTimeout(15_000);
    await context.addInitScript(reportViolations);
    const watch = new Watch(context, server.origin);
    const person = new Person(context, await context.newPage(), watch);
    this.people.push(person);
    return person;
  }

  /** Closes everybody; the list of what any browser complained about. */
  async leave(): Promise<string[]> {
    const people = this.people.splice(0);
    await Promise.all(people.map((person) => person.context.close()));
    return people.flatMap((person) => person.watch.problems);
  }

  async close(): Promise<void> {
    await this.#browser.close();
  }
}
