import { fullTime } from './times';

const words = new Map<string, Intl.RelativeTimeFormat>();

/** How long ago something was: in minutes and hours for a day, then as a date. Null: less than a minute ago. */
export function ago(date: Date, now: Date, language: string): string | null {
  const minutes = Math.floor((now.getTime() - date.getTime()) / 60_000);
  if (minutes < 1) return null;
  if (minutes >= 24 * 60) return fullTime(date, language);
  let format = words.get(language);
  if (!format) words.set(language, (format = new Intl.RelativeTimeFormat(language, { numeric: 'always' })));
  return minutes < 60 ? format.format(-minutes, 'minute') : format.format(-Math.floor(minutes / 60), 'hour');
}
