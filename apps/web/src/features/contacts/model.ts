import type { Contact, Profile } from '@kamachat/client';

/** What a contact is called here: the remark, or the name that the person chose. */
export function nameOf({ user, remark }: Pick<Contact, 'user' | 'remark'>): string {
  return remark ?? user.name;
}

/** The group of starred people; no letter is called so. */
export const STAR = '★';

export interface LetterGroup {
  letter: string;
  contacts: Contact[];
}

/** Starred people first, then A to Z by sound as the server hears it, `#` last. */
export function groupContacts(contacts: readonly Contact[], query: string, tag = ''): LetterGroup[] {
  const wanted = query.trim().toLocaleLowerCase();
  const groups = new Map<string, Contact[]>();
  const add = (letter: string, contact: Contact) =>
    groups.set(letter, [...(groups.get(letter) ?? []), contact]);
  for (const contact of contacts) {
    if ((tag && !contact.tags.includes(tag)) || !matches(contact, wanted)) continue;
    if (contact.starred) add(STAR, contact);
    add(contact.letter, contact);
  }
  return [...groups]
    .sort(([a], [b]) => place(a) - place(b))
    .map(([letter, found]) => ({ letter, contacts: found.sort(bySound) }));
}

function place(letter: string): number {
  if (letter === STAR) return -1;
  return letter === '#' ? 1000 : letter.charCodeAt(0);
}

function bySound(a: Contact, b: Contact): number {
  return (
    a.sound.localeCompare(b.sound, undefined, { numeric: true }) ||
    a.user.username.localeCompare(b.user.username)
  );
}

/** By name, remark, user name, sound (`zhangsan`) or initials (`zs`). */
export function matches(contact: Contact, wanted: string): boolean {
  if (!wanted) return true;
  const { user, remark, sound, initials } = contact;
  const packed = wanted.replace(/\s+/g, '');
  return (
    [user.name, remark ?? '', user.username, sound].some((text) =>
      text.toLocaleLowerCase().includes(wanted),
    ) || [sound.replace(/\s+/g, ''), initials].some((text) => text.includes(packed))
  );
}

/** Every tag in use, in the order of the language. */
export function tagsOf(contacts: readonly Contact[]): string[] {
  return [...new Set(contacts.flatMap((contact) => contact.tags))].sort((a, b) => a.localeCompare(b));
}

/** What is typed into one field: tags with commas between, of either script. */
export function parseTags(text: string): string[] {
  return [...new Set(text.split(/[,，、]/).map((tag) => tag.trim()))].filter(Boolean);
}

/** The address that a person's QR code holds. */
export function linkTo(origin: string, user: Pick<Profile, 'username'>): string {
  return `${origin}/u/${encodeURIComponent(user.username)}`;
}
