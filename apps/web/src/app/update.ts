import { ref } from 'vue';

/** Looked for this often besides each start. */
const LOOK_MS = 60 * 60_000;
/** The first picture comes first. */
const LATER_MS = 1500;

/** A newer build is here and waits for a reload. */
export const updateReady = ref(false);

let registration: ServiceWorkerRegistration | undefined;

/** Registers the worker that lets the app start without a network. Browsers offer it on encrypted pages only. */
export function startWorker(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  setTimeout(() => void register().catch(() => {}), LATER_MS);
}

async function register(): Promise<void> {
  const found = await navigator.serviceWorker.register('/sw.js');
  registration = found;
  seen(found.waiting);
  found.addEventListener('updatefound', () => {
    const fresh = found.installing;
    fresh?.addEventListener('statechange', () => {
      if (fresh.state === 'installed') seen(fresh);
    });
  });
  setInterval(lookForUpdate, LOOK_MS);
}

/** The first worker of a device replaces nothing. */
function seen(waiting: ServiceWorker | null): void {
  if (waiting && navigator.serviceWorker.controller) updateReady.value = true;
}

/** A server that comes back may have come back newer. */
export function lookForUpdate(): void {
  registration?.update().catch(() => {});
}

export function applyUpdate(): void {
  const waiting = registration?.waiting;
  if (!waiting) return location.reload();
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  waiting.postMessage('take-over');
}
