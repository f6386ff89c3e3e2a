// The app shell for a start without a network, and notifications that outlive their tab. Messages are not its
// business: they lie in IndexedDB. The build fills in the two constants.
const VERSION = '__VERSION__';
const FILES = __FILES__;
const PREFIX = 'kamachat-shell-';
const CACHE = PREFIX + VERSION;

self.addEventListener('install', (event) => {
  event.waitUntil(fill());
});

async function fill() {
  const cache = await caches.open(CACHE);
  await cache.addAll(FILES);
}

self.addEventListener('activate', (event) => {
  event.waitUntil(Promise.all([tidy(), self.clients.claim()]));
});

// The build before stays as long as pages of it may be open: they still load parts of it.
async function tidy() {
  const known = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  for (const name of known.slice(0, -1)) await caches.delete(name);
}

self.addEventListener('message', (event) => {
  if (event.data === 'take-over') void self.skipWaiting();
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (/^\/(api|ws|health)(\/|$)/.test(url.pathname)) return;
  if (request.mode === 'navigate') event.respondWith(page(request, url));
  else if (url.pathname.startsWith('/assets/')) event.respondWith(part(request));
  else if (FILES.includes(url.pathname)) event.respondWith(part(request, CACHE));
});

async function page(request, url) {
  // A file that somebody opens by its name is no page of the app.
  const named = /\.[a-z]+$/.test(url.pathname);
  const shell = named ? undefined : await caches.match('/', { cacheName: CACHE });
  return shell ?? fetch(request);
}

async function part(request, cacheName) {
  const found = await caches.match(request, { cacheName, ignoreVary: true });
  return found ?? fetch(request);
}

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data?.id));
});

async function open(id) {
  const pages = await self.clients.matchAll({ type: 'window' });
  const page = pages.find((each) => each.visibilityState === 'visible') ?? pages[0];
  if (page === undefined) return self.clients.openWindow(id ? `/chats/${encodeURIComponent(id)}` : '/');
  page.postMessage({ open: id });
  // Refused when nobody really clicked.
  return page.focus().catch(() => undefined);
}
