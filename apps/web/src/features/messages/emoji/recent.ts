import { computed, ref } from 'vue';

const MOST = 16;
const KEY = 'kamachat.emoji';
/** Offered where nobody used any yet. */
const FIRST = ['👍', '❤️'];

const kept = ref<readonly string[]>(stored());

/** What was used last on this device, newest first. */
export function recentChars(): readonly string[] {
  kept.value = stored();
  return kept.value;
}

/** The two that stand beside every message. */
export const quickEmoji = computed(() => [...new Set([...kept.value, ...FIRST])].slice(0, 2));

export function keepChar(char: string): void {
  kept.value = [char, ...stored().filter((each) => each !== char)].slice(0, MOST);
  try {
    localStorage.setItem(KEY, JSON.stringify(kept.value));
  } catch {
    // Without storage nothing is recent.
  }
}

/** What storage holds is checked: anything may have written there. */
function stored(): string[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    const chars = Array.isArray(found) ? found.filter((each) => typeof each === 'string') : [];
    return chars.filter((char) => /^\p{Emoji}/u.test(char) && char.length <= 16).slice(0, MOST);
  } catch {
    return [];
  }
}
