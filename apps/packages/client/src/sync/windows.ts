import type { ServerFrame } from '../wire';

type Ready = Extract<ServerFrame, { type: 'ready' }>;
export type LateChange = 'edit' | 'recall';

/** How long people can change what they sent. The server decides; this is what is offered. */
export class Windows {
  readonly #now: () => number;
  #seconds: Record<LateChange, number> = { edit: Infinity, recall: Infinity };
  /** How far the clock of the server is ahead. */
  #ahead = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  learn(ready: Ready): void {
    this.#seconds = { edit: ready.edit_window_s, recall: ready.recall_window_s };
    this.#ahead = Date.parse(ready.server_time) - this.#now();
  }

  open(change: LateChange, sent: Date): boolean {
    return this.#now() + this.#ahead - sent.getTime() < this.#seconds[change] * 1000;
  }

  /** What another tab of this browser has to know. */
  told(): Pick<Ready, 'server_time' | 'edit_window_s' | 'recall_window_s'> {
    const { edit, recall } = this.#seconds;
    return {
      server_time: new Date(this.#now() + this.#ahead).toISOString(),
      edit_window_s: edit,
      recall_window_s: recall,
    };
  }
}
