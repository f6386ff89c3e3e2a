import type { Message } from '@kamachat/client';
import { expect, it } from 'vitest';
import { choiceFrom, defaults, isQuiet, toTell } from './model';

const at = (hours: number, minutes = 0) => new Date(2026, 10, 21, hours, minutes);

it('is quiet from the start to before the end, also over midnight', () => {
  const night = { ...defaults, quiet: true, from: '22:00', to: '08:00' };
  expect([21, 22, 3, 7, 8].map((hour) => isQuiet(night, at(hour)))).toEqual([false, true, true, true, false]);
  const noon = { ...night, from: '12:00', to: '13:30' };
  expect(isQuiet(noon, at(13, 29))).toBe(true);
  expect(isQuiet(noon, at(13, 30))).toBe(false);
  expect(isQuiet({ ...noon, to: '12:00' }, at(3))).toBe(true);
  expect(isQuiet({ ...night, quiet: false }, at(23))).toBe(false);
});

it('takes of what was kept only what makes sense', () => {
  expect(choiceFrom(null)).toEqual(defaults);
  expect(choiceFrom('not json')).toEqual(defaults);
  expect(choiceFrom('null')).toEqual(defaults);
  expect(choiceFrom('{"on":true,"sound":"loud","from":"25:00","to":"06:15","more":1}')).toEqual({
    ...defaults,
    on: true,
    to: '06:15',
  });
});

it('tells of all messages, of those that speak to the reader, or of none, and never of what the server wrote', () => {
  const sent = (kind: string, mentions: unknown = null) =>
    ({ kind, mentions, sender: { id: 'ann' } }) as unknown as Message;
  const [plain, event, gone] = [sent('text'), sent('system'), sent('deleted')];
  const [named, other, all] = [
    sent('text', { users: [{ id: 'me' }], all: false }),
    sent('text', { users: [{ id: 'bob' }], all: false }),
    sent('text', { users: [], all: true }),
  ];
  const news = [plain, event, gone, named, other, all];
  expect(toTell(news, 'all', 'me')).toEqual([plain, named, other, all]);
  expect(toTell(news, 'mentions', 'me')).toEqual([named, all]);
  expect(toTell(news, 'none', 'me')).toEqual([]);
});
