/** FNV-1a of the id picks one of eight hues; renaming a person never recolours them. */
export function hueOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i += 1) {
    hash ^= id.charCodeAt(i);
    hash = Math.imul(hash, 0x01000193);
  }
  return ((hash >>> 0) % 8) + 1;
}

const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** CJK: the last two characters (one when small). Latin: up to two initials. */
export function initialsOf(name: string, small = false): string {
  const text = name.trim();
  if (!text) return '?';
  const letters = Array.from(text).filter((char) => !/\s/.test(char));
  if (letters.some((char) => CJK.test(char))) {
    return letters
      .filter((char) => CJK.test(char))
      .slice(small ? -1 : -2)
      .join('');
  }
  const words = text.split(/[\s._-]+/).filter(Boolean);
  const first = words[0] ?? text;
  const last = words.length > 1 ? (words[words.length - 1] ?? '') : '';
  const initials = last ? head(first) + head(last) : Array.from(first).slice(0, 2).join('');
  return last ? initials.toUpperCase() : head(first).toUpperCase() + Array.from(first).slice(1, 2).join('');
}

function head(word: string): string {
  return Array.from(word)[0] ?? '';
}
