import type { Locator } from 'playwright-core';
import { violations } from './axe';
import { controlsOf, tabThrough } from './keyboard';
import type { Person } from './person';

/** What is wrong with a page for somebody without a mouse, with a reader or a narrow screen. */
export async function faults(person: Person, where: string, root?: Locator): Promise<string[]> {
  const { page } = person;
  const controls = await controlsOf(root ?? page.locator('body'));
  const { missed, unseen } = await tabThrough(page, controls);
  const wide = await person.overflow();
  return [
    ...missed.map((name) => `${where}: Tab does not reach ${name}`),
    ...unseen.map((name) => `${where}: ${name} does not show that it has the focus`),
    ...(wide > 0 ? [`${where}: ${wide} pixels too wide`] : []),
    ...(await violations(page, where)),
  ];
}
