/** Whether both have the same in each field; dates by their time, what is deeper by being the same object. */
export function sameFields<T extends object>(a: T, b: T): boolean {
  const keys = Object.keys(a) as (keyof T)[];
  return keys.length === Object.keys(b).length && keys.every((key) => isSame(a[key], b[key]));
}

function isSame(a: unknown, b: unknown): boolean {
  return Object.is(a, b) || (a instanceof Date && b instanceof Date && a.getTime() === b.getTime());
}

/**
 * What was made anew, with the object of before wherever it says the same: what is shown of it need not be drawn
 * again.
 */
export function keepSame<T extends object>(
  made: readonly T[],
  before: readonly T[],
  keyOf: (each: T) => string,
): T[] {
  const known = new Map(before.map((each) => [keyOf(each), each]));
  return made.map((each) => {
    const old = known.get(keyOf(each));
    return old && sameFields(old, each) ? old : each;
  });
}
