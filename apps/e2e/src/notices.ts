import type { BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';

interface Notice {
  title: string;
  body: string;
  tag: string;
  /** The browser has put it up. */
  up?: boolean;
}

/** Counts what each page shows, besides showing it. */
export async function countNotices(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const count = window as unknown as { shown: Notice[] };
    count.shown = [];
    // A page that is still empty has none.
    if (!('ServiceWorkerRegistration' in window)) return;
    const show = ServiceWorkerRegistration.prototype.showNotification;
    ServiceWorkerRegistration.prototype.showNotification = function (title, options) {
      const notice: Notice = { title, body: options?.body ?? '', tag: options?.tag ?? '' };
      count.shown.push(notice);
      return show.call(this, title, options).then(() => void (notice.up = true));
    };
  });
}

/** What this page has shown so far, oldest first. */
export function shownBy(page: Page): Promise<Notice[]> {
  return page.evaluate(() => (window as unknown as { shown: Notice[] }).shown);
}

/**
 * Until these are up. To ask for what stands before that makes Chromium forget what it is about to put up: it takes
 * it for something that the person sent away.
 */
export async function putUp(page: Page, ...texts: string[]): Promise<void> {
  const bodies = async () => (await shownBy(page)).flatMap(({ up, body }) => (up ? [body] : []));
  for (const text of texts) await expect.poll(bodies).toContainEqual(expect.stringContaining(text));
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
