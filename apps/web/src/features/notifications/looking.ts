/** The other tabs answer within this time; one that stands still shows nothing anyway. */
const ANSWER_MS = 120;

type Note = { ask: string } | { seen: string };

/** Asks all tabs of this browser whether somebody looks at a conversation. */
export class Looking {
  readonly #here: (id: string) => boolean;
  readonly #channel = 'BroadcastChannel' in window ? new BroadcastChannel('kamachat-looking') : null;
  readonly #seen = new Set<string>();

  /** `here` answers for this tab. */
  constructor(here: (id: string) => boolean) {
    this.#here = here;
    if (this.#channel) this.#channel.onmessage = (event: MessageEvent<Note>) => this.#heard(event.data);
  }

  async at(id: string): Promise<boolean> {
    if (this.#here(id)) return true;
    if (!this.#channel) return false;
    this.#seen.delete(id);
    this.#channel.postMessage({ ask: id } satisfies Note);
    await new Promise((done) => setTimeout(done, ANSWER_MS));
    return this.#seen.delete(id);
  }

  close(): void {
    this.#channel?.close();
  }

  #heard(note: Note): void {
    if ('seen' in note) this.#seen.add(note.seen);
    else if (this.#here(note.ask)) this.#channel?.postMessage({ seen: note.ask } satisfies Note);
  }
}
