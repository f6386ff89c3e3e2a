// Fails when a first load grows over its budget (gzip, as the server sends it).
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const assets = new URL('../dist/assets/', import.meta.url).pathname;
const files = await readdir(assets).catch(() => {
  console.error('Nothing is built yet: npm run build');
  process.exit(1);
});
const scripts = files.filter((name) => name.endsWith('.js'));
const sources = new Map(
  await Promise.all(scripts.map(async (n) => [n, await readFile(join(assets, n), 'utf8')])),
);

/** A script and all that it imports statically. Dynamic imports load later. */
function closure(names) {
  const seen = new Set();
  const visit = (name) => {
    if (seen.has(name) || !sources.has(name)) return;
    seen.add(name);
    for (const [, found] of sources.get(name).matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g))
      visit(found);
  };
  names.forEach(visit);
  return [...seen];
}

const named = (start) => {
  const found = scripts.filter((name) => name.startsWith(`${start}-`));
  if (found.length !== 1) throw new Error(`expected one chunk ${start}, found ${found.length}`);
  return found[0];
};
const html = await readFile(new URL('../dist/index.html', import.meta.url), 'utf8');
const linked = (kind) =>
  [...html.matchAll(/(?:src|href)="\/assets\/([^"]+)"/g)].flatMap(([, name]) =>
    name.endsWith(kind) ? [name] : [],
  );
const entry = linked('.js');
const gz = async (name) => gzipSync(await readFile(join(assets, name)), { level: 9 }).length;
const total = async (names) => (await Promise.all(names.map(gz))).reduce((a, b) => a + b, 0);

// The larger language counts: one of them is always part of a first load.
const larger = async (names) => {
  const sizes = await Promise.all(
    names.map(async (name) => [await total(closure([named(name)])), named(name)]),
  );
  return sizes.sort((a, b) => b[0] - a[0])[0][1];
};
const start = await larger(['start-en', 'start-zh-CN']);
const whole = await larger(['en', 'zh-CN']);

const signIn = closure([...entry, start, named('SignInPage')]);
const chat = closure([...entry, start, whole, named('chat')]);
const lazy = scripts.filter((name) => !chat.includes(name) && !signIn.includes(name));

/** The styles of the page, and those that the builder loads along with this script. */
function styles(name) {
  const loader = entry.map((script) => sources.get(script)).find((text) => text.includes('m.f=['));
  const list = [...loader.matchAll(/m\.f=\[([^\]]*)\]/g)].flatMap(([, all]) => JSON.parse(`[${all}]`));
  const [, places] = loader.split(`./${name}`)[1]?.match(/^[^[]*__vite__mapDeps\(\[([\d,]+)\]/) ?? [];
  if (!places) throw new Error(`nothing says what is loaded with ${name}`);
  const along = places.split(',').map((place) => list[Number(place)].slice('assets/'.length));
  return [...new Set([...linked('.css'), ...along.filter((path) => path.endsWith('.css'))])];
}

const rows = [
  ['sign-in first load, JS', await total(signIn), 110],
  ['chat first load, JS', await total(chat), 180],
  ['chat first load, CSS', await total(styles(named('chat'))), 25],
  ['largest lazy chunk', Math.max(...(await Promise.all(lazy.map(gz)))), 70],
];
let bad = false;
for (const [what, bytes, budget] of rows) {
  const over = bytes > budget * 1024;
  bad ||= over;
  console.log(`${over ? 'OVER' : 'ok  '} ${what}: ${(bytes / 1024).toFixed(1)} KB of ${budget} KB`);
}
process.exit(bad ? 1 : 0);
