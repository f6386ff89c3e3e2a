import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const OPTIONS: RunOptions = {
  runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
};

/** Every violation of WCAG 2.2 AA that a machine can see, one line each. */
export async function violations(page: Page, where: string): Promise<string[]> {
  // Evaluated by the debugger, so that the page's CSP stays as strict as it is.
  await page.evaluate(source);
  const results = await page.evaluate(
    (options) => (globalThis as unknown as { axe: typeof axe }).axe.run(document, options),
    OPTIONS,
  );
  return describe(results as AxeResults, where);
}

function describe(results: AxeResults, where: string): string[] {
  return results.violations.flatMap((rule) =>
    rule.nodes.map((node) => `${where}: ${rule.id} at ${node.target.join(' ')} — ${node.failureSummary}`),
  );
}
