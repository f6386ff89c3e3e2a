import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const source = new URL('../worker/sw.js', import.meta.url);
const left = /\.(gz|br|html|map)$|^sw\.js$/;

/** Writes `sw.js` with the list of what this build consists of. */
export function worker(): Plugin {
  let folder = 'dist';
  return {
    name: 'kamachat-worker',
    apply: 'build',
    configResolved(config) {
      folder = join(config.root, config.build.outDir);
    },
    async writeBundle() {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      const names = entries
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
        .filter((name) => !left.test(name))
        .sort();
      const hash = createHash('sha256').update(await readFile(join(folder, 'index.html')));
      for (const name of names) hash.update(name).update(await readFile(join(folder, name)));
      const files = ['/', ...names.map((name) => `/${name}`)];
      const code = (await readFile(source, 'utf8'))
        .replace('__VERSION__', hash.digest('hex').slice(0, 16))
        .replace('__FILES__', JSON.stringify(files));
      await writeFile(join(folder, 'sw.js'), code);
    },
  };
}
