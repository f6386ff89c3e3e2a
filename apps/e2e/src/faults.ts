import type { Locator } from 'playwright-core';
import { violations } from './axe';
import { controlsOf, tabThrough } from './keyboard';
import type { Person } from './person';

/** What is wrong with how a page looks, or reads to somebody who does not see it. */
export async function looks(person: Person, where: string, root?: Locator): Promise<string[]> {
  const wide = await person.overflow();
  const found = await violations(person.page, where, root);
  return wide > 0 ? [`${where}: ${wide} pixels too wide`, ...found] : found;
}

/** The same, and what is wrong for somebody without a mouse. */
export async function faults(person: Person, where: string, root?: Locator): Promise<string[]> {
  const { page } = person;
  const controls = await controlsOf(root ?? page.locator('body'));
  const { missed, unseen } = await tabThrough(page, controls);
  return [
    ...missed.map((name) => `${where}: Tab does not reach ${name}`),
    ...unseen.map((name) => `${where}: ${name} does not show that it has the focus`),
    ...(await looks(person, where)),
  ];
}
