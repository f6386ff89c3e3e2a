import type { Message } from '../wire';
import type { Room } from './fake-state';

/** A page of a history as the server cuts it. */
export function history(room: Room, me: string, query: URLSearchParams): object {
  const limit = Number(query.get('limit') ?? 50);
  const number = (name: string) => (query.has(name) ? Number(query.get(name)) : null);
  const from = room.visibleFrom?.get(me) ?? 1;
  const seen = (m: Message) => m.seq >= from && !room.hidden?.get(me)?.has(m.id);
  const all = room.messages.filter(seen);
  const [after, around] = [number('after'), number('around')];
  if (after !== null) {
    const items = all.filter((m) => m.seq > after).slice(0, limit);
    const last = items.at(-1)?.seq ?? 0;
    return { items, next_cursor: items.length > 0 && last < room.messages.length ? String(last) : null };
  }
  const half = Math.floor(limit / 2);
  const before = around === null ? (number('before') ?? room.messages.length + 1) : around + 1;
  const items = all.filter((m) => m.seq < before).slice(around === null ? -limit : -half - 1);
  if (around !== null) items.push(...all.filter((m) => m.seq > around).slice(0, half));
  return { items, next_cursor: (items[0]?.seq ?? 1) > 1 ? String(items[0]?.seq) : null };
}
