import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Notifier, type News } from './notifier';

/** What was asked for and is not up yet, oldest first. */
const asked: { body: string; up: () => void }[] = [];
/** What stands on the screen, by chat. */
const standing = new Map<string, string>();

const worker = {
  active: {},
  showNotification: (_title: string, { body, tag }: { body: string; tag: string }) =>
    new Promise<void>((done) => {
      const up = () => {
        standing.set(tag, body);
        done();
      };
      asked.push({ body, up });
    }),
  getNotifications: ({ tag }: { tag?: string } = {}) => {
    const found = [...standing.keys()].filter((each) => !tag || each === tag);
    return Promise.resolve(found.map((each) => ({ close: () => standing.delete(each) })));
  },
};

const news = (id: string, body: string): News => ({
  ...{ id, body, title: 'Lin', sound: false },
  message: { id: body, seq: 1 },
});
const asks = async (...bodies: string[]) =>
  vi.waitFor(() => expect(asked.map(({ body }) => body)).toEqual(bodies));

let notifier: Notifier;
beforeEach(() => {
  vi.stubGlobal('navigator', { serviceWorker: { getRegistration: () => Promise.resolve(worker) } });
  notifier = new Notifier(() => {});
});
afterEach(() => {
  asked.length = 0;
  standing.clear();
  vi.unstubAllGlobals();
});

it('the newest of a chat comes last, and what it overtakes is not shown', async () => {
  const shown = ['first', 'second', 'third'].map((body) => notifier.show(news('chat', body)));
  await asks('first');
  const other = notifier.show(news('other', 'elsewhere'));
  await asks('first', 'elsewhere');
  asked[1]!.up();
  await other;
  asked[0]!.up();
  await asks('first', 'elsewhere', 'third');
  asked[2]!.up();
  await Promise.all(shown);
  expect(Object.fromEntries(standing)).toEqual({ chat: 'third', other: 'elsewhere' });
  expect(notifier.told.get('chat')?.message.id).toBe('third');
});

it('what is read while it is put up does not stay', async () => {
  const shown = notifier.show(news('chat', 'first'));
  await asks('first');
  await notifier.close('chat');
  asked[0]!.up();
  await shown;
  expect(standing.size).toBe(0);
  expect(notifier.told.size).toBe(0);
});

it('after one that the browser refused comes the next', async () => {
  vi.spyOn(worker, 'showNotification').mockRejectedValueOnce(new Error('no'));
  await expect(notifier.show(news('chat', 'refused'))).rejects.toThrow('no');
  const shown = notifier.show(news('chat', 'again'));
  await asks('again');
  asked[0]!.up();
  await shown;
  expect(standing.get('chat')).toBe('again');
});

it('one that the browser refused does not take along the one that waits', async () => {
  vi.spyOn(worker, 'showNotification').mockRejectedValueOnce(new Error('no'));
  const shown = ['refused', 'next'].map((body) => notifier.show(news('chat', body)));
  await asks('next');
  asked[0]!.up();
  await Promise.all(shown);
  expect(standing.get('chat')).toBe('next');
});
