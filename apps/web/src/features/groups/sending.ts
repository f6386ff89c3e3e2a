import type { Group } from '@kamachat/client';
import { allows } from './rights';

export type Blocked = 'dissolved' | 'disabled' | 'silenced' | 'muted_all' | 'admins' | 'owner';

/** Whether one may send now. `until` and `waitUntil` are milliseconds. */
export interface Sending {
  blocked?: Blocked;
  /** The end of what blocks, where it has one. */
  until?: number;
  /** Slow mode: the next message may go then. */
  waitUntil?: number;
}

type Rules = Pick<Group, 'state' | 'me' | 'muted_all_until' | 'who_may_post' | 'slow_mode_s'>;

/** The server's own order of reasons; it decides, this only says it before somebody writes. */
export function sendingOf(group: Rules | null, now: number, lastOwnAt: number | null): Sending {
  if (group === null) return {};
  if (group.state !== 'active') return { blocked: group.state };
  const silenced = until(group.me.silenced_until, now);
  if (silenced !== null) return { blocked: 'silenced', until: silenced };
  if (!allows(group.who_may_post, group.me.role)) {
    return { blocked: group.who_may_post === 'owner' ? 'owner' : 'admins' };
  }
  if (group.me.role !== 'member') return {};
  const muted = until(group.muted_all_until, now);
  if (muted !== null) return { blocked: 'muted_all', until: muted };
  if (group.slow_mode_s === 0 || lastOwnAt === null) return {};
  const waitUntil = lastOwnAt + group.slow_mode_s * 1000;
  return waitUntil > now ? { waitUntil } : {};
}

function until(time: string | null | undefined, now: number): number | null {
  const at = time ? Date.parse(time) : 0;
  return at > now ? at : null;
}
