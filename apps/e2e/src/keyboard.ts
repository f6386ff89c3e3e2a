import type { Locator, Page } from 'playwright-core';

const CONTROLS = 'a[href], button, input, select, textarea, [tabindex="0"]';

/** Controls below `root` that somebody sees and that are not switched off, each named for a message. */
export async function controlsOf(root: Locator): Promise<string[]> {
  return root.evaluate((element, selector) => {
    const seen = [...element.querySelectorAll<HTMLElement>(selector)].filter(
      (control) =>
        control.checkVisibility({ visibilityProperty: true }) &&
        !control.matches(':disabled, [type="hidden"], [tabindex="-1"]'),
    );
    return seen.map((control, n) => {
      control.dataset.control ??= `${n}:${control.dataset.testid ?? control.textContent?.trim() ?? control.tagName}`;
      return control.dataset.control;
    });
  }, CONTROLS);
}

/** Which of these controls Tab reaches from the top of the page, and those that do not show the focus. */
export async function tabThrough(
  page: Page,
  expected: readonly string[],
): Promise<{ missed: string[]; unseen: string[] }> {
  await page.evaluate(() => {
    (document.activeElement as HTMLElement | null)?.blur();
    window.scrollTo(0, 0);
  });
  const left = new Set(expected);
  const unseen: string[] = [];
  for (let step = 0; step < expected.length * 2 + 60 && left.size > 0; step++) {
    await page.keyboard.press('Tab');
    const { name, shown } = await page.evaluate(() => {
      const at = document.activeElement as HTMLElement | null;
      // A field may leave it to the frame around it.
      const frames = [at, at?.parentElement, at?.parentElement?.parentElement];
      const shown = frames.some((frame) => {
        if (!frame) return false;
        const style = getComputedStyle(frame);
        const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
        return ring || style.boxShadow !== 'none';
      });
      return { name: at?.dataset.control ?? '', shown };
    });
    if (left.delete(name) && !shown) unseen.push(name);
  }
  return { missed: [...left], unseen };
}
