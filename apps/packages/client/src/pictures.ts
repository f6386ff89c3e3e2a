/** How many are asked for at a time: a long list must not keep messages waiting. */
const AT_ONCE = 4;
/** Small squares of some kilobytes each. */
const KEPT = 500;

export type LoadPicture = (avatar: string, pixels: number) => Promise<Blob>;

/** Pictures of people by version and size, in memory only: a version never changes, and goes with the account. */
export class Pictures {
  readonly #load: LoadPicture;
  readonly #known = new Map<string, Promise<Blob | null>>();
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(load: LoadPicture) {
    this.#load = load;
  }

  /** Null: the picture is gone, or not for this account. Rejects when the server could not be asked. */
  get(avatar: string, pixels: number): Promise<Blob | null> {
    const key = `${avatar}/${pixels}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const loading = this.#next(() => this.#load(avatar, pixels)).catch((error: unknown) => {
      if ((error as { status?: number }).status === 404) return null;
      // Asked again by whoever shows it next.
      this.#known.delete(key);
      throw error;
    });
    this.#known.set(key, loading);
    const oldest = this.#known.keys().next();
    if (this.#known.size > KEPT && !oldest.done) this.#known.delete(oldest.value);
    return loading;
  }

  clear(): void {
    this.#known.clear();
  }

  async #next(work: () => Promise<Blob>): Promise<Blob> {
    while (this.#running >= AT_ONCE) await new Promise<void>((go) => this.#waiting.push(go));
    this.#running += 1;
    try {
      return await work();
    } finally {
      this.#running -= 1;
      this.#waiting.shift()?.();
    }
  }
}
