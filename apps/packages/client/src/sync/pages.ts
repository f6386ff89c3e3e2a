import type { Chat } from './chat';
import { PAGE } from './gaps';

/** The longest page that the server gives. */
const LONGEST = 200;
const MAX_PAGES = 10;

/**
 * Pages are cut before what is deleted for this account is left out: one that shows nothing is not the end.
 * `step` loads the next page and says whether that is enough.
 */
export async function until(step: (limit: number) => Promise<boolean>, first = PAGE): Promise<void> {
  for (let page = 0; page < MAX_PAGES; page += 1) if (await step(page === 0 ? first : LONGEST)) return;
}

/** The number from which on a page of older messages has everything that is to be seen. */
export function lowest(chat: Chat, cursor: string | null): number {
  return cursor === null ? Math.max(1, chat.conversation.visible_from) : Number(cursor);
}
