import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Locator, Page } from 'playwright-core';

type WithAxe = typeof globalThis & { axe?: typeof axe };

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const OPTIONS: RunOptions = {
  runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
  // What passed is not described, and no style sheet is fetched a second time.
  resultTypes: ['violations'],
  preload: false,
};

/** Every violation of WCAG 2.2 AA that a machine can see, one line each; with `root` only what is in there. */
export async function violations(page: Page, where: string, root?: Locator): Promise<string[]> {
  // Evaluated by the debugger, so that the page's CSP stays as strict as it is; once a document.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(source);
  const results = await (root ?? page.locator('html')).evaluate(
    (element, options) => (globalThis as WithAxe).axe!.run(element, options),
    OPTIONS,
  );
  return describe(results as AxeResults, where);
}

function describe(results: AxeResults, where: string): string[] {
  return results.violations.flatMap((rule) =>
    rule.nodes.map((node) => `${where}: ${rule.id} at ${node.target.join(' ')} — ${node.failureSummary}`),
  );
}
