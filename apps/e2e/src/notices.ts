import type { BrowserContext, Page } from 'playwright-core';

/** Counts what each page shows, besides showing it. */
export async function countNotices(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const count = window as unknown as { shown: { title: string; body: string; tag: string }[] };
    count.shown = [];
    // A page that is still empty has none.
    if (!('ServiceWorkerRegistration' in window)) return;
    const show = ServiceWorkerRegistration.prototype.showNotification;
    ServiceWorkerRegistration.prototype.showNotification = function (title, options) {
      count.shown.push({ title, body: options?.body ?? '', tag: options?.tag ?? '' });
      return show.call(this, title, options);
    };
  });
}

/** What this page has shown so far, oldest first. */
export function shownBy(page: Page): Promise<{ title: string; body: string; tag: string }[]> {
  return page.evaluate(
    () => (window as unknown as { shown: { title: string; body: string; tag: string }[] }).shown,
  );
}

/** What still stands on the screen. */
export function standing(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const worker = await navigator.serviceWorker.ready;
    return (await worker.getNotifications()).map((each) => `${each.title}: ${each.body}`);
  });
}

export async function workerReady(page: Page): Promise<void> {
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
}

/** Somebody goes to another window, or comes back. */
export async function hide(page: Page, hidden: boolean): Promise<void> {
  await page.evaluate((hidden) => {
    const state = hidden ? 'hidden' : 'visible';
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state });
    document.hasFocus = () => !hidden;
    document.dispatchEvent(new Event('visibilitychange'));
    if (!hidden) window.dispatchEvent(new Event('focus'));
  }, hidden);
}
