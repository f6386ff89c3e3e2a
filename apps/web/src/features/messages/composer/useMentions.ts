import type { Mentions } from '@kamachat/client';
import { computed, onScopeDispose, ref, shallowRef, type Ref } from 'vue';

/** Most rows of the list. */
const MOST = 8;
const TYPING_MS = 120;
/** Behind a letter the sign is part of an address. */
const started = /(?:^|[^\p{L}\p{N}._-]|\p{Script=Han})@([^\s@]{0,20})$/u;

export interface Mentionable {
  id: string;
  name: string;
  avatar: string | null;
  /** What else they are called here. */
  hint?: string;
}

export interface MentionSource {
  /** Members whose name, in letters or by sound, begins with the word. */
  find(word: string): Promise<readonly Mentionable[]>;
  /** How everybody is called, where this account may speak to everybody. */
  everyone: string | null;
}

const ALL = 'all';

/** The list behind an @ in the text: what stands before the caret chooses, the arrows walk. */
export function useMentions(
  text: Ref<string>,
  box: Ref<HTMLTextAreaElement | null>,
  source: () => MentionSource | null,
) {
  const items = shallowRef<readonly Mentionable[]>([]);
  const active = ref(0);
  const word = ref<string | null>(null);
  const chosen = new Map<string, Mentionable>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let run = 0;

  const open = computed(() => word.value !== null && items.value.length > 0);

  /** After each change of the text or the caret. */
  function look(): void {
    const from = source();
    const before = text.value.slice(0, box.value?.selectionStart ?? 0);
    const found = from ? started.exec(before)?.[1] : undefined;
    clearTimeout(timer);
    if (found === undefined || from === null) return close();
    word.value = found;
    timer = setTimeout(() => void load(from, found), TYPING_MS);
  }

  async function load(from: MentionSource, wanted: string): Promise<void> {
    const mine = (run += 1);
    const people = await from.find(wanted).catch(() => []);
    if (mine !== run || word.value !== wanted) return;
    const { everyone } = from;
    const toAll = everyone?.toLowerCase().startsWith(wanted.toLowerCase());
    const all = toAll && everyone ? [{ id: ALL, name: everyone, avatar: null }] : [];
    items.value = [...all, ...people].slice(0, MOST);
    active.value = 0;
  }

  function close(): void {
    clearTimeout(timer);
    run += 1;
    word.value = null;
    items.value = [];
  }

  function pick(item: Mentionable | undefined): void {
    const el = box.value;
    if (!item || !el || word.value === null) return;
    const end = el.selectionStart;
    const start = end - word.value.length;
    const put = `${item.name} `;
    text.value = text.value.slice(0, start) + put + text.value.slice(end);
    chosen.set(item.name, item);
    close();
    const caret = start + put.length;
    requestAnimationFrame(() => el.setSelectionRange(caret, caret));
  }

  /** True when the key was for the list. */
  function key(event: KeyboardEvent): boolean {
    if (!open.value) return false;
    const last = items.value.length - 1;
    if (event.key === 'ArrowDown') active.value = active.value === last ? 0 : active.value + 1;
    else if (event.key === 'ArrowUp') active.value = active.value === 0 ? last : active.value - 1;
    else if (event.key === 'Enter' || event.key === 'Tab') pick(items.value[active.value]);
    else if (event.key === 'Escape') close();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  /** Whom a text speaks to: those who were chosen and are still named. */
  function of(message: string): Mentions | undefined {
    const named = [...chosen.values()].filter((item) => message.includes(`@${item.name}`));
    chosen.clear();
    if (named.length === 0) return undefined;
    const users = named
      .filter((item) => item.id !== ALL)
      .map(({ id, name, avatar }) => ({ id, name, avatar, deleted: false }));
    return { users, all: users.length < named.length };
  }

  onScopeDispose(close);
  return { items, active, open, look, pick, key, of, close };
}
