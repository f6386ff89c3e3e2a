import type { BrowserContext } from 'playwright-core';

interface Dated {
  id: string;
  conversation_id?: string;
  seq?: number;
  created_at?: string;
  last_seq?: number;
  last_activity_at?: string;
  last_message?: Dated | null;
}

/** Minutes ago that the threads ended, newest first. */
const ENDED = [2, 21, 34, 55, 96, 200, 1_500, 1_630];
/** Minutes between two messages, over and over. */
const STEPS = [1, 3, 1, 1, 6, 2, 1, 4];

/**
 * The story was told within a second; for the pictures its messages stand as far apart as people
 * write them. Only the times in the answers change on their way to the page.
 */
export async function spreadTimes(context: BrowserContext): Promise<void> {
  const threads = new Map<string, { ended: number; last: number }>();
  const now = Date.now();
  const at = (conversation: string, seq: number): string => {
    const thread = threads.get(conversation) ?? { ended: 0, last: seq };
    let minutes = thread.ended;
    for (let n = thread.last; n > seq; n -= 1) minutes += STEPS[n % STEPS.length]!;
    return new Date(now - minutes * 60_000).toISOString();
  };
  const move = (message: Dated): Dated => ({
    ...message,
    created_at: at(message.conversation_id ?? '', message.seq ?? 0),
  });

  await context.route('**/api/v1/conversations*', async (route) => {
    const response = await route.fetch();
    const page = (await response.json()) as { items: Dated[] };
    const items = page.items.map((item, i) => {
      threads.set(item.id, { ended: ENDED[i] ?? 3_000, last: item.last_seq ?? 0 });
      const last_message = item.last_message ? move(item.last_message) : null;
      return { ...item, last_message, last_activity_at: at(item.id, item.last_seq ?? 0) };
    });
    await route.fulfill({ response, json: { ...page, items } });
  });
  await context.route('**/api/v1/conversations/*/messages*', async (route) => {
    const response = await route.fetch();
    const page = (await response.json()) as { items: Dated[] };
    await route.fulfill({ response, json: { ...page, items: page.items.map(move) } });
  });
}
