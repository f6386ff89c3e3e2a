import type { Contact } from '@kamachat/client';

/** The first character of each pinyin initial in the browser's own pinyin order. */
const borders = Array.from('阿八嚓哒妸发旮哈讥咔垃痳拏噢妑七呥扨它穵夕丫帀');
const letters = 'ABCDEFGHJKLMNOPQRSTWXYZ';

let pinyin: Intl.Collator | undefined;

/** A to Z by Latin letter or pinyin; everything else under #. */
export function initialOf(name: string): string {
  const char = Array.from(name.trim())[0] ?? '';
  const latin = char.normalize('NFD').charAt(0).toUpperCase();
  if (latin >= 'A' && latin <= 'Z') return latin;
  if (!/\p{Script=Han}/u.test(char)) return '#';
  pinyin ??= new Intl.Collator('zh-CN-u-co-pinyin', { sensitivity: 'base' });
  for (let i = borders.length - 1; i >= 0; i -= 1) {
    if (pinyin.compare(borders[i] ?? '', char) <= 0) return letters.charAt(i);
  }
  return 'A';
}

export interface LetterGroup {
  letter: string;
  contacts: Contact[];
}

/** Sorted groups by initial, `#` last. */
export function groupContacts(contacts: readonly Contact[], query: string): LetterGroup[] {
  const wanted = query.trim().toLocaleLowerCase();
  const order = new Intl.Collator('zh-CN-u-co-pinyin', { numeric: true });
  const groups = new Map<string, Contact[]>();
  for (const contact of contacts) {
    const { name, username } = contact.user;
    if (
      wanted &&
      !name.toLocaleLowerCase().includes(wanted) &&
      !username.toLocaleLowerCase().includes(wanted)
    ) {
      continue;
    }
    const letter = initialOf(name);
    groups.set(letter, [...(groups.get(letter) ?? []), contact]);
  }
  return [...groups]
    .sort(([a], [b]) => (a === '#' ? 1 : b === '#' ? -1 : a.localeCompare(b)))
    .map(([letter, found]) => ({
      letter,
      contacts: found.sort((a, b) => order.compare(a.user.name, b.user.name)),
    }));
}
