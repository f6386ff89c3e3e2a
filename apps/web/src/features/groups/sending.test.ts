import { expect, it } from 'vitest';
import { makeGroup } from '../../../test/fakeGroups';
import { sendingOf } from './sending';

const now = Date.parse('2026-11-21T12:00:00Z');
const later = '2026-11-21T13:00:00Z';
const as = (role: 'member' | 'admin', silenced_until: string | null = null) => ({
  me: { role, alias: null, joined_at: null, silenced_until },
});

it('says why nothing can be sent, and until when', () => {
  const until = Date.parse(later);
  expect(sendingOf(null, now, null)).toEqual({});
  expect(sendingOf(makeGroup({ state: 'dissolved' }), now, null)).toEqual({ blocked: 'dissolved' });
  expect(sendingOf(makeGroup(as('member', later)), now, null)).toEqual({ blocked: 'silenced', until });
  expect(sendingOf(makeGroup({ ...as('member'), who_may_post: 'admins' }), now, null)).toEqual({
    blocked: 'admins',
  });
  expect(sendingOf(makeGroup({ ...as('admin'), who_may_post: 'owner' }), now, null)).toEqual({
    blocked: 'owner',
  });
  const muted = { muted_all_until: later };
  expect(sendingOf(makeGroup({ ...as('member'), ...muted }), now, null)).toEqual({
    blocked: 'muted_all',
    until,
  });
  expect(sendingOf(makeGroup({ ...as('admin'), ...muted }), now, null)).toEqual({});
});

it('lets a silence end by itself', () => {
  expect(sendingOf(makeGroup(as('member', '2026-11-21T11:59:59Z')), now, null)).toEqual({});
});

it('counts slow mode from the own last message, for plain members only', () => {
  const slow = { slow_mode_s: 30 };
  expect(sendingOf(makeGroup({ ...as('member'), ...slow }), now, now - 10_000)).toEqual({
    waitUntil: now + 20_000,
  });
  expect(sendingOf(makeGroup({ ...as('member'), ...slow }), now, now - 30_000)).toEqual({});
  expect(sendingOf(makeGroup({ ...as('member'), ...slow }), now, null)).toEqual({});
  expect(sendingOf(makeGroup({ ...as('admin'), ...slow }), now, now)).toEqual({});
});
