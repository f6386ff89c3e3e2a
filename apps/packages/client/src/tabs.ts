import type { Platform } from './options';
import type { Message } from './wire';

/** What tabs of one browser tell each other. */
export type TabNote =
  | { type: 'signed-out'; account: string }
  /** The server acknowledges to the tab that sent; the other tabs learn it here. */
  | { type: 'committed'; account: string; message: Message }
  | { type: 'discarded'; account: string; clientMsgId: string };

/** News between tabs about what one of them did. Silent where the browser has no channel. */
export class Tabs {
  readonly #channel: BroadcastChannel | null;

  constructor(platform: Platform, receive: (note: TabNote) => void) {
    this.#channel = platform.BroadcastChannel ? new platform.BroadcastChannel('kamachat') : null;
    if (this.#channel === null) return;
    this.#channel.onmessage = (event: MessageEvent) => receive(event.data as TabNote);
  }

  tell(note: TabNote): void {
    this.#channel?.postMessage(note);
  }

  close(): void {
    this.#channel?.close();
  }
}
