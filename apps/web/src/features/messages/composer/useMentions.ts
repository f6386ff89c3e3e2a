import type { GroupMember, Mentions } from '@kamachat/client';
import { computed, nextTick, onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue';
import { withMentions } from '../timeline/text';

/** Most rows of the list. */
const MOST = 8;
const TYPING_MS = 120;
/** Behind a letter the sign is part of an address. */
const started = /(?:^|[^\p{L}\p{N}._-]|\p{Script=Han})@([^\s@]{0,20})$/u;
/** The first word of a name that a draft came with. */
const kept = /@([\p{L}\p{N}_]{1,20})/gu;
const MOST_KEPT = 10;

export interface Mentionable {
  id: string;
  name: string;
  avatar: string | null;
  /** What else they are called here. */
  hint?: string;
}

export interface MentionSource {
  /** Members who have the word in a name of theirs, letter by letter. */
  find(word: string): Promise<readonly Mentionable[]>;
  /** How everybody is called, where this account may speak to everybody. */
  everyone: string | null;
}

const ALL = 'all';

/** Called as the text of the message will be read: by what the group calls them. */
export function mentionable({ user, alias }: GroupMember): Mentionable {
  const { id, name, username, avatar } = user;
  return { id, name: alias ?? name, avatar: avatar ?? null, hint: alias ? name : username };
}

/** The list behind an @ in the text: what stands before the caret chooses, the arrows walk. */
export function useMentions(
  text: Ref<string>,
  box: Ref<HTMLTextAreaElement | null>,
  source: () => MentionSource | null,
) {
  const items = shallowRef<readonly Mentionable[]>([]);
  const active = ref(0);
  const word = ref<string | null>(null);
  /** By id: two may have one name. The last chosen is the last one. */
  const chosen = new Map<string, Mentionable>();
  /** What the box began with; who was chosen for it is not known any more. */
  let draft = '';
  let found: readonly Mentionable[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let run = 0;

  const open = computed(() => word.value !== null && items.value.length > 0);

  /** After each change of the text or the caret. */
  function look(): void {
    const from = source();
    const before = text.value.slice(0, box.value?.selectionStart ?? 0);
    const wanted = from ? started.exec(before)?.[1] : undefined;
    clearTimeout(timer);
    if (wanted === undefined || from === null) return close();
    word.value = wanted;
    timer = setTimeout(() => void load(from, wanted), TYPING_MS);
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
    chosen.delete(item.id);
    chosen.set(item.id, item);
    close();
    const caret = start + put.length;
    // Not a frame later: whoever types on is quicker.
    void nextTick(() => el.setSelectionRange(caret, caret));
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

  /** A draft names people of the group: they are looked for by their names. */
  async function resolve(): Promise<void> {
    const from = source();
    draft = text.value;
    const words = [...new Set([...draft.matchAll(kept)].map(([, name]) => name ?? ''))];
    if (!from || words.length === 0) return;
    const people = words.slice(0, MOST_KEPT).map((name) => from.find(name).catch(() => []));
    const all = (await Promise.all(people)).flat();
    found = [...new Map(all.map((each) => [each.id, each])).values()];
  }
  watch(
    () => source() !== null,
    (there) => there && void resolve(),
    { immediate: true },
  );

  /** Whom a text speaks to: those who were chosen and are still named, and whom a draft named. */
  function of(message: string): Mentions | undefined {
    const everyone = source()?.everyone;
    const all = everyone && draft.includes(`@${everyone}`) ? [{ id: ALL, name: everyone, avatar: null }] : [];
    const [picked, known] = [[...chosen.values()], [...found, ...all]];
    const named = [...timesNamed(message, [...picked, ...known])].flatMap(([name, times]) => {
      const own = picked.filter((item) => item.name === name);
      return own.length ? own.slice(-times) : known.filter((item) => item.name === name);
    });
    chosen.clear();
    [draft, found] = ['', []];
    if (named.length === 0) return undefined;
    const users = named
      .filter((item) => item.id !== ALL)
      .map(({ id, name, avatar }) => ({ id, name, avatar, deleted: false }));
    return { users, all: users.length < named.length };
  }

  onScopeDispose(close);
  return { items, active, open, look, pick, key, of, close, resolve };
}

/** How often each name stands in a text, as its readers will see it. */
function timesNamed(text: string, people: readonly Mentionable[]): Map<string, number> {
  const times = new Map<string, number>();
  const names = new Map(people.map(({ name }) => [name, 'other'] as const));
  for (const { mention, text: said } of withMentions([{ text }], names)) {
    const name = said.slice(1);
    if (mention) times.set(name, (times.get(name) ?? 0) + 1);
  }
  return times;
}
