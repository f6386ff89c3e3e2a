import type { Page } from 'playwright-core';

export interface Budget {
  name: string;
  unit: 'ms' | 'fps' | 'MB' | 'nodes' | 'tasks' | 'score';
  limit: number;
  /** Frames a second are better when there are more of them. */
  atLeast?: boolean;
}

export interface Measured extends Budget {
  value: number;
  ok: boolean;
}

/** The value below which 95 of 100 lie. */
export function p95(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * 0.95) - 1)] ?? Number.NaN;
}

/** Once, where that keeps the budget; else the median of three: a machine has other work too. */
export async function against(budget: Budget, take: () => Promise<number>): Promise<Measured> {
  const keeps = (value: number) => (budget.atLeast ? value >= budget.limit : value <= budget.limit);
  let value = await take();
  if (!keeps(value)) {
    const three = [value, await take(), await take()].toSorted((a, b) => a - b);
    value = three[1] ?? value;
  }
  return { ...budget, value: Math.round(value * 1_000) / 1_000, ok: keeps(value) };
}

export interface Vitals {
  /** Milliseconds to the largest picture or text. */
  lcp: number;
  /** How much of the page moved by itself. */
  cls: number;
  /** Milliseconds from a press to the picture after it, the slowest of fifty. */
  inp: number;
}

/** What the browser noted of this page since it was loaded. */
export function vitals(page: Page): Promise<Vitals> {
  return page.evaluate(async () => {
    type Shift = PerformanceEntry & { value: number; hadRecentInput: boolean };
    const noted: Record<string, PerformanceEntry[]> = {};
    for (const type of ['largest-contentful-paint', 'layout-shift'])
      new PerformanceObserver((list) => (noted[type] = list.getEntries())).observe({ type, buffered: true });
    await new Promise((told) => setTimeout(told, 300));
    const shifts = (noted['layout-shift'] ?? []) as Shift[];
    const { presses } = (window as unknown as { kamaRows: Noted }).kamaRows;
    const slowest = [...presses.values()].toSorted((a, b) => b - a);
    return {
      lcp: noted['largest-contentful-paint']?.at(-1)?.startTime ?? Number.NaN,
      cls: shifts.reduce((sum, each) => sum + (each.hadRecentInput ? 0 : each.value), 0),
      inp: slowest[Math.floor(slowest.length / 50)] ?? 0,
    };
  });
}

/** Megabytes of live objects in the page. */
export async function heap(page: Page): Promise<number> {
  const cdp = await page.context().newCDPSession(page);
  for (let pass = 0; pass < 3; pass += 1) await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  await cdp.detach();
  return usedSize / 1_000_000;
}

/** What a page notes of itself, in milliseconds of the machine's clock. */
interface Noted {
  /** When a message was put into the page, and when it first stood on the screen. */
  added: Map<string, number>;
  seen: Map<string, number>;
  pressed: number[];
  /** Key presses, from the press to the picture after it, as the browser tells. */
  keys: { at: number; drawn: number }[];
  /** Milliseconds from each press, click or touch to the picture after it; what takes less than 16 is not told. */
  presses: Map<number, number>;
}

/** Notes in the page when a key was pressed, and when a message first stood on the screen. */
export function watchRows(): void {
  const noted: Noted = { added: new Map(), seen: new Map(), pressed: [], keys: [], presses: new Map() };
  const { added, seen, pressed, keys, presses } = noted;
  const clock = () => performance.timeOrigin + performance.now();
  Object.assign(window, { kamaRows: noted });
  document.addEventListener('keydown', (event) => event.key === 'Enter' && pressed.push(clock()), true);
  new PerformanceObserver((list) => {
    type Press = PerformanceEntry & { interactionId: number };
    for (const { name, startTime, duration, interactionId: id } of list.getEntries() as Press[]) {
      // One press is several events, and a pointer that only moves is none.
      if (id > 0) presses.set(id, Math.max(duration, presses.get(id) ?? 0));
      if (name === 'keydown') {
        const at = performance.timeOrigin + startTime;
        keys.push({ at, drawn: at + duration });
      }
    }
  }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
  new MutationObserver(() => {
    const fresh = [...document.querySelectorAll('[data-testid="message"] .text')].flatMap((text) => {
      const words = text.textContent ?? '';
      return added.has(words) ? [] : [words];
    });
    for (const words of fresh) added.set(words, clock());
    if (fresh.length > 0)
      requestAnimationFrame(() =>
        setTimeout(() => {
          for (const words of fresh) seen.set(words, clock());
        }),
      );
  }).observe(document, { childList: true, subtree: true, characterData: true });
}

/** When `text` stood on this screen, in milliseconds of the machine's clock. */
export function shownAt(page: Page, text: string): Promise<number> {
  return page.evaluate(
    (words) =>
      new Promise<number>((done, failed) => {
        const { seen } = (window as unknown as { kamaRows: Noted }).kamaRows;
        const until = performance.now() + 15_000;
        const look = () => {
          const at = seen.get(words);
          if (at) done(at);
          else if (performance.now() > until) failed(new Error(`never shown: ${words}`));
          else setTimeout(look, 5);
        };
        look();
      }),
    text,
  );
}

export function pressedAt(page: Page): Promise<number> {
  return page.evaluate(
    () => (window as unknown as { kamaRows: Noted }).kamaRows.pressed.at(-1) ?? Number.NaN,
  );
}

/**
 * From the last Enter to the picture with `text`. The browser tells when the picture after a key was drawn; a task of
 * the page may have to wait for another one.
 */
export function drawnAfterEnter(page: Page, text: string): Promise<number> {
  return page.evaluate(async (words) => {
    const { added, seen, pressed, keys } = (window as unknown as { kamaRows: Noted }).kamaRows;
    const enter = pressed.at(-1) ?? Number.NaN;
    await new Promise((told) => setTimeout(told, 150));
    const key = keys.findLast(({ at }) => Math.abs(at - enter) < 16);
    const there = added.get(words) ?? Number.NaN;
    // What takes less than 16 ms is not told.
    const drawn = key?.drawn ?? enter + 16;
    return (there < drawn ? drawn : (seen.get(words) ?? Number.NaN)) - enter;
  }, text);
}

export interface Scrolled {
  fps: number;
  p95: number;
  longTasks: number;
  nodes: number;
}

/** Scrolls the timeline through for some seconds, up and down, and looks at each frame. Runs in the page. */
export async function scrollThrough(seconds: number): Promise<Scrolled> {
  const box = document.querySelector<HTMLElement>('[data-testid="timeline"]');
  if (!box) throw new Error('no timeline');
  let longTasks = 0;
  const observer = new PerformanceObserver((list) => {
    longTasks += list.getEntries().filter(({ duration }) => duration > 200).length;
  });
  observer.observe({ type: 'longtask' });
  const frames: number[] = [];
  let [nodes, step, before] = [0, -60, performance.now()];
  const begun = before;
  for (;;) {
    const now = await new Promise<number>(requestAnimationFrame);
    frames.push(now - before);
    before = now;
    if (now - begun > seconds * 1000) break;
    const at = box.scrollTop;
    box.scrollTop += step;
    if (box.scrollTop === at) step = -step;
    nodes = Math.max(nodes, box.querySelectorAll('*').length);
  }
  observer.disconnect();
  const sorted = frames.slice(1).toSorted((a, b) => a - b);
  const whole = sorted.reduce((sum, each) => sum + each, 0);
  return {
    fps: (sorted.length / whole) * 1000,
    p95: sorted[Math.ceil(sorted.length * 0.95) - 1] ?? 0,
    longTasks,
    nodes,
  };
}
