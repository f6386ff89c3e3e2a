import type { Locator, Page } from 'playwright-core';

const CONTROLS = 'a[href], button, input, select, textarea, [tabindex="0"]';
/** Pressed without asking in between, as a held key does. */
const BATCH = 16;

interface Walk {
  /** Controls in the order in which the focus came to them. */
  reached: string[];
  /** Those that did not show it. */
  unseen: string[];
}

/** Controls below `root` that somebody sees and that are not switched off, each named for a message. */
export async function controlsOf(root: Locator): Promise<string[]> {
  return root.evaluate((element, selector) => {
    const seen = [...element.querySelectorAll<HTMLElement>(selector)].filter(
      (control) =>
        control.checkVisibility({ visibilityProperty: true }) &&
        !control.matches(':disabled, [type="hidden"], [tabindex="-1"]'),
    );
    const scope = globalThis as unknown as { controls?: number };
    return seen.map((control) => {
      scope.controls = (scope.controls ?? 0) + 1;
      control.dataset.control ??= `${scope.controls}:${control.dataset.testid ?? control.textContent?.trim() ?? control.tagName}`;
      return control.dataset.control;
    });
  }, CONTROLS);
}

/** Which of these controls Tab reaches from the top of the page, and those that do not show the focus. */
export async function tabThrough(
  page: Page,
  expected: readonly string[],
): Promise<{ missed: string[]; unseen: string[] }> {
  await page.evaluate(follow);
  const left = new Set(expected);
  const unseen = new Set<string>();
  for (let step = 0; step < expected.length * 2 + 60 && left.size > 0; step += BATCH) {
    await Promise.all(Array.from({ length: BATCH }, () => page.keyboard.down('Tab')));
    const walk = await page.evaluate(() => (globalThis as unknown as { walk: Walk }).walk);
    for (const name of walk.reached) left.delete(name);
    for (const name of walk.unseen) if (expected.includes(name)) unseen.add(name);
  }
  await page.keyboard.up('Tab');
  // A batch may have gone on to the next round, where the link to the content shows itself.
  await page.evaluate(back, [...expected]);
  return { missed: [...left], unseen: [...unseen] };
}

/** Runs in the page: to the control of these that had the focus last. */
function back(names: string[]): void {
  const { reached } = (globalThis as unknown as { walk: Walk }).walk;
  const controls = reached
    .filter((name) => names.includes(name))
    .map((name) => document.querySelector<HTMLElement>(`[data-control="${CSS.escape(name)}"]`));
  controls.findLast((control) => control && !control.matches('.skip'))?.focus();
}

/** Runs in the page: goes to its top and notes from now on where the focus comes to. */
function follow(): void {
  const scope = globalThis as unknown as { walk?: Walk };
  const fresh = scope.walk === undefined;
  scope.walk = { reached: [], unseen: [] };
  (document.activeElement as HTMLElement | null)?.blur();
  window.scrollTo(0, 0);
  if (!fresh) return;
  document.addEventListener('focusin', ({ target }) => {
    const at = target as HTMLElement;
    const name = at.dataset.control;
    if (name === undefined) return;
    // A field may leave it to the frame around it.
    const shown = [at, at.parentElement, at.parentElement?.parentElement].some((frame) => {
      if (!frame) return false;
      const style = getComputedStyle(frame);
      const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
      return ring || style.boxShadow !== 'none';
    });
    scope.walk!.reached.push(name);
    if (!shown) scope.walk!.unseen.push(name);
  });
}
