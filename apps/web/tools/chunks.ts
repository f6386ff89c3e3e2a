import { fileURLToPath } from 'node:url';
import type { Rolldown } from 'vite';

type Graph = Rolldown.ChunkingContext;

const source = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const signIn = ['src/main.ts', 'src/features/accounts/views/SignInPage.vue'].map(source);
const chat = [
  'src/main.ts',
  'src/app/layout/AppShell.vue',
  'src/features/conversations/views/ChatsPage.vue',
  'src/features/messages/ChatView.vue',
  '../packages/client/src/engine.ts',
].map(source);

/**
 * What every start needs, and what a chat needs besides, in one file each: on a mobile net each file costs a
 * round trip, however small. The rest comes when it is opened.
 */
export function startChunks(): Rolldown.CodeSplittingGroup[] {
  const closures = new Map<string[], Set<string>>();
  const closure = (roots: string[], graph: Graph) => {
    const known = closures.get(roots);
    if (known) return known;
    const seen = new Set<string>(roots);
    for (const id of seen) for (const next of graph.getModuleInfo(id)?.importedIds ?? []) seen.add(next);
    closures.set(roots, seen);
    return seen;
  };
  return [
    {
      name: (id, graph) => (closure(signIn, graph).has(id) && closure(chat, graph).has(id) ? 'base' : null),
      priority: 2,
    },
    { name: (id, graph) => (closure(chat, graph).has(id) ? 'chat' : null), priority: 1 },
  ];
}
