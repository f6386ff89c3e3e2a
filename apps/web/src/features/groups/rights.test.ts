import { expect, it } from 'vitest';
import { makeGroup } from '../../../test/fakeGroups';
import { allows, may, mayOn } from './rights';

const as = (role: 'member' | 'admin' | 'owner', change = {}) =>
  makeGroup({ me: { role, alias: null, joined_at: null, silenced_until: null }, ...change });

it('keeps what widens rights for the owner', () => {
  for (const act of ['policy', 'role', 'transfer', 'dissolve'] as const) {
    expect(may(as('owner'), act)).toBe(true);
    expect(may(as('admin'), act)).toBe(false);
  }
});

it('lets admins run the group and members invite where the rule says so', () => {
  expect(may(as('admin'), 'admit')).toBe(true);
  expect(may(as('member'), 'admit')).toBe(false);
  expect(may(as('member'), 'invite')).toBe(true);
  expect(may(as('member', { who_may_invite: 'admins' }), 'invite')).toBe(false);
});

it('touches only those strictly below', () => {
  expect(mayOn(as('admin'), 'remove', 'member')).toBe(true);
  expect(mayOn(as('admin'), 'remove', 'admin')).toBe(false);
  expect(mayOn(as('owner'), 'ban', 'admin')).toBe(true);
  expect(mayOn(as('owner'), 'ban', 'owner')).toBe(false);
});

it('offers nothing in a group that ended', () => {
  expect(may(as('owner', { state: 'dissolved' }), 'profile')).toBe(false);
  expect(may(null, 'invite')).toBe(false);
  expect(allows('owner', 'admin')).toBe(false);
});
