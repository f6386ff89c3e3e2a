/** Dates as people say them. `now` comes in, so that midnight can be tested. */

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = language + JSON.stringify(options);
  let made = formatters.get(key);
  if (!made) {
    // en-GB writes "9 Nov" and 24 h; plain "en" would write "Nov 9, 2:32 PM".
    made = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, options);
    formatters.set(key, made);
  }
  return made;
}

export function dayKey(date: Date): string {
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
}

/** Whole calendar days from `date` to `now`, whatever the hour. */
export function daysBetween(date: Date, now: Date): number {
  const start = Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  const end = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
  return Math.round((end - start) / 86_400_000);
}

export interface DayWords {
  today: string;
  yesterday: string;
}

export function clock(date: Date, language: string): string {
  return formatter(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(date);
}

function pastDay(date: Date, now: Date, language: string, weekday: 'short' | 'long'): string {
  const days = daysBetween(date, now);
  if (days > 1 && days < 7) return formatter(language, { weekday }).format(date);
  const month = language.startsWith('zh') ? 'long' : 'short';
  if (date.getFullYear() === now.getFullYear()) {
    return formatter(language, { day: 'numeric', month }).format(date);
  }
  return formatter(language, { day: 'numeric', month, year: 'numeric' }).format(date);
}

/** For a list row: 14:32, yesterday, Thu, 9 Nov, 9 Nov 2024. */
export function listTime(date: Date, now: Date, language: string, words: DayWords): string {
  const days = daysBetween(date, now);
  if (days <= 0) return clock(date, language);
  return days === 1 ? words.yesterday : pastDay(date, now, language, 'short');
}

/** For a date separator: today, yesterday, Thursday, 9 Nov. */
export function dayTitle(date: Date, now: Date, language: string, words: DayWords): string {
  const days = daysBetween(date, now);
  if (days <= 0) return words.today;
  return days === 1 ? words.yesterday : pastDay(date, now, language, 'long');
}

/** Nothing left out: for tooltips. */
export function fullTime(date: Date, language: string): string {
  return formatter(language, { dateStyle: 'full', timeStyle: 'short', hourCycle: 'h23' }).format(date);
}

export function longDate(date: Date, language: string): string {
  return formatter(language, { dateStyle: 'long' }).format(date);
}
