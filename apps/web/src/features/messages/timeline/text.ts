/** What a user wrote, cut into plain text and links. The result only ever becomes text nodes and anchors. */
export interface Piece {
  text: string;
  href?: string;
  /** It names somebody; `me` the reader. */
  mention?: 'me' | 'other';
}

const link = /(?:https?:\/\/|mailto:)[^\s<>"'`\p{Script=Han}\u3000-\u303f\uff00-\uffef\u2018-\u201d]+/giu;
const marks = '.,;:!?…';
const brackets = [
  ['(', ')'],
  ['[', ']'],
] as const;

export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(link)) {
    const shown = trim(match[0]);
    const href = safe(shown);
    if (!href) continue;
    if (match.index > end) pieces.push({ text: text.slice(end, match.index) });
    pieces.push({ text: shown, href });
    end = match.index + shown.length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end) });
  return pieces;
}

/** Cuts the names of those who are mentioned out of plain text; the longest name wins. */
export function withMentions(pieces: readonly Piece[], names: ReadonlyMap<string, 'me' | 'other'>): Piece[] {
  if (names.size === 0) return [...pieces];
  const known = [...names.keys()].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(`@(?:${known.map(escape).join('|')})`, 'gu');
  return pieces.flatMap((piece) => (piece.href ? [piece] : cut(piece.text, pattern, names)));
}

function cut(text: string, pattern: RegExp, names: ReadonlyMap<string, 'me' | 'other'>): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > end) pieces.push({ text: text.slice(end, match.index) });
    pieces.push({ text: match[0], mention: names.get(match[0].slice(1)) });
    end = match.index + match[0].length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end) });
  return pieces;
}

function escape(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}

/** A full stop or an unmatched bracket after a link belongs to the sentence. Looks at each character once. */
function trim(url: string): string {
  const spare = new Map<string, number>(
    brackets.map(([open, close]) => [close, count(url, close) - count(url, open)]),
  );
  let end = url.length;
  for (; end > 0; end--) {
    const last = url.charAt(end - 1);
    if (marks.includes(last)) continue;
    const unmatched = spare.get(last) ?? 0;
    if (unmatched <= 0) break;
    spare.set(last, unmatched - 1);
  }
  return url.slice(0, end);
}

function count(text: string, char: string): number {
  return text.split(char).length - 1;
}

function safe(shown: string): string | undefined {
  try {
    const url = new URL(shown);
    if (url.protocol === 'mailto:') return url.pathname.includes('@') ? shown : undefined;
    return (url.protocol === 'http:' || url.protocol === 'https:') && url.hostname ? shown : undefined;
  } catch {
    return undefined;
  }
}

const emoji =
  /^(?:(?:\p{Regional_Indicator}{2}|[0-9#*]\ufe0f?\u20e3|\p{Extended_Pictographic}(?:\ufe0f|\p{Emoji_Modifier})?(?:\u200d\p{Extended_Pictographic}(?:\ufe0f|\p{Emoji_Modifier})?)*)\s*){1,3}$/u;

/** One to three emoji and nothing else are shown large. */
export function isBigEmoji(text: string): boolean {
  return text.length <= 60 && emoji.test(text.trim());
}

/** About how many lines the text takes in a bubble: CJK characters count double. */
export function isLong(text: string, lines = 14, perLine = 72): boolean {
  let total = 0;
  for (const line of text.split('\n')) {
    let width = 0;
    for (const char of line.slice(0, lines * perLine)) width += char > '\u2e7f' ? 2 : 1;
    total += Math.max(1, Math.ceil(width / perLine));
    if (total > lines) return true;
  }
  return false;
}
