import type {
  FoundMessage,
  FoundPeople,
  HistoryCommands,
  Message,
  MessageFilter,
  SearchCommands,
} from '@kamachat/client';
import { refusal } from './refusal';

/** Looks through the messages of one conversation, or answers what a test says. */
export class FakeSearch implements SearchCommands {
  readonly asked: { query: string; filter: MessageFilter; cursor?: string }[] = [];
  found: FoundPeople = { contacts: [], others: [], groups: [] };
  /** Every question fails while it is set. */
  fails = false;
  pageSize = 50;
  private readonly logOf: (id: string) => readonly Message[] | undefined;

  constructor(logOf: (id: string) => readonly Message[] | undefined) {
    this.logOf = logOf;
  }

  async messages(query: string, filter: MessageFilter = {}, cursor?: string) {
    this.asked.push({ query, filter, cursor });
    if (this.fails) throw refusal(503, 'unavailable');
    const log = this.logOf(filter.conversationId ?? '') ?? [];
    const hits = log.filter(({ body }) => body.text.includes(query)).reverse();
    const from = Number(cursor ?? 0);
    const items = hits.slice(from, from + this.pageSize).map((message) => hit(message, query));
    const next = from + this.pageSize;
    return { items, next_cursor: next < hits.length ? String(next) : null };
  }

  people = async () => this.found;
}

function hit(message: Message, query: string): FoundMessage {
  const start = message.body.text.indexOf(query);
  return { message, snippet: message.body.text, highlights: [{ start, end: start + query.length }] };
}

/** Everything is loaded: there is nowhere to go. */
export class FakeHistory implements HistoryCommands {
  goTo = async () => true;
  newer = async () => {};
  latest = () => {};
  message = async (_id: string, _seq: number): Promise<Message | null> => null;
  since = async () => null;
}
