type Tree = { readonly [key: string]: string | Tree };
type All<T extends readonly unknown[]> = T extends readonly [infer First, ...infer Rest]
  ? First & All<Rest>
  : unknown;

/** One tree of several; where two have the same text, the later one wins. */
export function merged<T extends readonly object[]>(...trees: T): All<T> {
  const all: Record<string, string | Tree> = {};
  for (const tree of trees as readonly Tree[]) {
    for (const [key, value] of Object.entries(tree)) {
      const before = all[key];
      const both = typeof before === 'object' && typeof value === 'object';
      all[key] = both ? merged(before, value) : value;
    }
  }
  return all as All<T>;
}
