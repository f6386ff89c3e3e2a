import { expect, it } from 'vitest';
import { MemoryStore } from '../src/store/memory';
import { Feed, type FeedEvent } from '../src/sync/feed';
import type { ClientFrame } from '../src/wire';

const event = (useq: number): FeedEvent => ({ useq, kind: 'settings' }) as unknown as FeedEvent;

it('asks for what happened while everything was being loaded', async () => {
  const asked: ClientFrame[] = [];
  let loaded = (): void => {};
  const feed = new Feed(new MemoryStore(), {
    send: (frame) => asked.push(frame) > 0,
    apply: async () => {},
    everything: () => new Promise((done) => (loaded = done)),
    again: async () => {},
  });
  await feed.hydrate();
  const first = feed.head(7);
  await feed.events({ type: 'account_events', ref: null, items: [event(8)], last_useq: 8 });
  loaded();
  await first;
  expect(asked).toEqual([{ type: 'account', ref: 'feed', since: 7 }]);
});

it('asks for nothing when nothing happened meanwhile', async () => {
  const asked: ClientFrame[] = [];
  const feed = new Feed(new MemoryStore(), {
    send: (frame) => asked.push(frame) > 0,
    apply: async () => {},
    everything: async () => {},
    again: async () => {},
  });
  await feed.head(7);
  await feed.head(7);
  expect(asked).toEqual([]);
});
