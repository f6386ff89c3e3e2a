import { groups, type GroupName } from './data';
import { keepChar, recentChars } from './recent';

export interface Emoji {
  char: string;
  zh: readonly string[];
  en: readonly string[];
}

export interface Section {
  name: GroupName | 'recent' | 'found';
  items: readonly Emoji[];
}

const entry = /^(.+?)(\p{L}[^=]*)=(.+)$/u;

function parse(text: string): Emoji[] {
  return text
    .split(',')
    .map((each) => entry.exec(each.trim()))
    .flatMap((found) =>
      found ? [{ char: found[1]!, zh: found[2]!.split('/'), en: found[3]!.split('/') }] : [],
    );
}

export const sections: readonly Section[] = (Object.keys(groups) as GroupName[]).map((name) => ({
  name,
  items: parse(groups[name]),
}));

const all = sections.flatMap((section) => section.items);
const byChar = new Map(all.map((emoji) => [emoji.char, emoji]));

export function nameOf(emoji: Emoji, language: string): string {
  return (language.startsWith('zh') ? emoji.zh[0] : emoji.en[0]) ?? emoji.char;
}

/** Every word must occur in a name of either language; who starts with it comes first. */
export function find(query: string): Emoji[] {
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const names = (emoji: Emoji) => [...emoji.zh, ...emoji.en];
  const hits = all.filter((emoji) => words.every((word) => names(emoji).some((name) => name.includes(word))));
  const starts = (emoji: Emoji) => (names(emoji).some((name) => name.startsWith(words[0] ?? '')) ? 0 : 1);
  return hits.sort((a, b) => starts(a) - starts(b));
}

/** What was used last on this device, newest first. */
export function recent(): Emoji[] {
  return recentChars().flatMap((char) => byChar.get(char) ?? []);
}

export function used(emoji: Emoji): void {
  keepChar(emoji.char);
}
