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

  constructor(open: (id: string) => void) {
    this.#open = open;
  }

  async show({ id, message, title, body, sound }: News): Promise<void> {
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
    if (!this.#shown.has(id)) return;
    this.#shown.get(id)?.notification?.close();
    this.#shown.delete(id);
    const worker = await registration();
    for (const each of (await worker?.getNotifications({ tag: id })) ?? []) each.close();
  }

  /** Whoever signs out leaves no text of messages on the screen. */
  async closeAll(): Promise<void> {
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
