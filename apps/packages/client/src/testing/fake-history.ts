import type { Message } from '../wire';
import type { Room } from './fake-state';

/** A page of a history as the server cuts it: what is deleted for the reader is left out after the cut. */
export function history(room: Room, me: string, query: URLSearchParams): object {
  const limit = Number(query.get('limit') ?? 50);
  const number = (name: string) => (query.has(name) ? Number(query.get(name)) : null);
  const from = room.visibleFrom?.get(me) ?? 1;
  const all = room.messages.filter((m) => m.seq >= from);
  const answer = (items: Message[], next: number | undefined, end: number) => ({
    items: items.filter((m) => !room.hidden?.get(me)?.has(m.id)),
    next_cursor: next === undefined || next === end ? null : String(next),
  });
  const [after, around, since] = [number('after'), number('around'), query.get('since')];
  if (after !== null || since !== null) {
    const due = (m: Message) => (after === null ? m.created_at >= since! : m.seq > after);
    const items = all.filter(due).slice(0, limit);
    return answer(items, items.at(-1)?.seq, room.messages.length);
  }
  const half = Math.floor(limit / 2);
  const before = around === null ? (number('before') ?? room.messages.length + 1) : around + 1;
  const items = all.filter((m) => m.seq < before).slice(around === null ? -limit : -half - 1);
  if (around !== null) items.push(...all.filter((m) => m.seq > around).slice(0, half));
  return answer(items, items[0]?.seq, from);
}
