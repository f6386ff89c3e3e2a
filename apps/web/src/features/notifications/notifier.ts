import { chime } from './sound';

/** The message that a notification says. */
export interface Told {
  id: string;
  seq: number;
}

export interface News {
  /** The conversation: a newer notification of it takes the older one's place. */
  id: string;
  message: Told;
  title: string;
  body: string;
  sound: boolean;
}

/** Shows one notification a conversation, through the worker where there is one: it outlives the tab. */
export class Notifier {
  readonly #open: (id: string) => void;
  readonly #shown = new Map<string, { message: Told; notification?: Notification }>();
  /** The newest of each chat that is being put up. */
  readonly #due = new Map<string, News>();

  constructor(open: (id: string) => void) {
    this.#open = open;
  }

  async show(news: News): Promise<void> {
    const busy = this.#due.has(news.id);
    this.#due.set(news.id, news);
    if (busy) return;
    try {
      await this.#show(news.id);
    } finally {
      this.#due.delete(news.id);
    }
  }

  /** One after the other: browsers fetch the icon first, and of two at once the older may come last. */
  async #show(id: string): Promise<void> {
    for (;;) {
      const news = this.#due.get(id);
      // Read meanwhile.
      if (!news) return this.#remove(id);
      await this.#put(news).catch((refused: unknown) => {
        // A newer one has its own turn.
        if (this.#due.get(id) === news) throw refused;
      });
      if (this.#due.get(id) === news) return;
    }
  }

  async #put({ id, message, title, body, sound }: News): Promise<void> {
    if (sound) chime();
    const options: NotificationOptions = { body, tag: id, icon: '/icon.svg', silent: true, data: { id } };
    const worker = await registration();
    if (worker) {
      this.#shown.set(id, { message });
      await worker.showNotification(title, options);
      return;
    }
    const notification = new Notification(title, options);
    this.#shown.set(id, { message, notification });
    notification.onclick = () => {
      window.focus();
      notification.close();
      this.#open(id);
    };
  }

  /** Read, or taken back: nothing to tell any more. */
  async close(id: string): Promise<void> {
    this.#due.delete(id);
    if (this.#shown.has(id)) await this.#remove(id);
  }

  async #remove(id: string): Promise<void> {
    this.#shown.get(id)?.notification?.close();
    this.#shown.delete(id);
    const worker = await registration();
    for (const each of (await worker?.getNotifications({ tag: id })) ?? []) each.close();
  }

  /** Whoever signs out leaves no text of messages on the screen. */
  async closeAll(): Promise<void> {
    this.#due.clear();
    for (const { notification } of this.#shown.values()) notification?.close();
    this.#shown.clear();
    const worker = await registration();
    for (const each of (await worker?.getNotifications()) ?? []) each.close();
  }

  /** By conversation. */
  get told(): ReadonlyMap<string, { message: Told }> {
    return this.#shown;
  }
}

async function registration(): Promise<ServiceWorkerRegistration | undefined> {
  const found = await navigator.serviceWorker?.getRegistration().catch(() => undefined);
  return found?.active ? found : undefined;
}
