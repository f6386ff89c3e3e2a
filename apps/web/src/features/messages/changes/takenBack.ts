import { shallowReactive } from 'vue';

/** So long the words of a message that was taken back wait for their author. */
const KEEP_MS = 5 * 60_000;

/** In the memory of this tab only: what was taken back must not lie on a disk. */
const kept = shallowReactive(new Map<string, string>());

export function keepWords(messageId: string, text: string): void {
  kept.set(messageId, text);
  setTimeout(() => kept.delete(messageId), KEEP_MS);
}

export function forgetWords(messageId: string): void {
  kept.delete(messageId);
}

export function wordsOf(messageId: string | null): string | undefined {
  return messageId === null ? undefined : kept.get(messageId);
}
