import { speaksTo, type ConversationView, type Message } from '@kamachat/client';

/** What somebody wants to be told of on this device. */
export interface NotifyChoice {
  /** Asked for by the person; the browser's own permission comes on top. */
  on: boolean;
  /** Whether the text stands in the notification. */
  preview: boolean;
  sound: boolean;
  quiet: boolean;
  /** Local times as `HH:MM`; an end before the start is on the next day. */
  from: string;
  to: string;
  /** The offer in the list was sent away. */
  hintGone: boolean;
}

export const defaults: NotifyChoice = {
  on: false,
  preview: true,
  sound: true,
  quiet: false,
  from: '22:00',
  to: '08:00',
  hintGone: false,
};

const time = /^([01]\d|2[0-3]):[0-5]\d$/;

/** What was kept, as far as it makes sense. */
export function choiceFrom(kept: string | null): NotifyChoice {
  const choice = { ...defaults };
  let given: unknown;
  try {
    given = JSON.parse(kept ?? '{}');
  } catch {
    return choice;
  }
  if (typeof given !== 'object' || given === null) return choice;
  for (const [key, value] of Object.entries(given)) {
    if (!(key in choice) || typeof value !== typeof choice[key as keyof NotifyChoice]) continue;
    if (typeof value === 'string' && !time.test(value)) continue;
    Object.assign(choice, { [key]: value });
  }
  return choice;
}

/** The start is quiet, the end is not; equal times mean the whole day. */
export function isQuiet({ quiet, from, to }: NotifyChoice, now: Date): boolean {
  if (!quiet) return false;
  const at = now.getHours() * 60 + now.getMinutes();
  const [start, end] = [minutes(from), minutes(to)];
  return start < end ? at >= start && at < end : at >= start || at < end;
}

/** Those of these messages that somebody is told of, as the conversation is set. */
export function toTell(
  news: readonly Message[],
  level: ConversationView['settings']['notify'],
  me: string,
): Message[] {
  const said = news.filter((message) => message.kind !== 'system' && message.kind !== 'deleted');
  if (level === 'all') return said;
  return level === 'none' ? [] : said.filter((message) => speaksTo(message, me));
}

/** Whether a message is none to be told of any more, as far as the newest messages of its chat show. */
export function isTakenBack(told: { id: string; seq: number }, newest: readonly Message[]): boolean {
  const found = newest.find((message) => message.id === told.id);
  if (found) return found.kind === 'deleted';
  return newest.some((message) => message.seq < told.seq);
}

function minutes(text: string): number {
  const [hours = 0, rest = 0] = text.split(':').map(Number);
  return hours * 60 + rest;
}
