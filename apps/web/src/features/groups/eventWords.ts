import type { Message } from '@kamachat/client';
import { fullTime } from '@kamachat/i18n';
import { useI18n } from 'vue-i18n';
import { useAccount } from '@/features/accounts/store';
import { useCalled } from '@/features/contacts/useCalled';

/** Up to this many people are all named; of more, the first and how many others. */
const NAMED = 3;
const LONGEST = 80;

/** What happened to a group, in the reader's language. */
export function useEventWords() {
  const { t, te, locale } = useI18n();
  const me = useAccount();
  const called = useCalled();

  function people({ body }: Message): string {
    const subjects = body.subjects ?? [];
    const total = Math.max(body.count ?? 0, subjects.length);
    const names = subjects.map((each) => (each.id === me.account?.id ? t('groups.you') : called(each)));
    if (total <= NAMED) {
      return new Intl.ListFormat(locale.value, { type: 'conjunction' }).format(names);
    }
    return t('groups.andOthers', { name: names[0] ?? '', count: total - 1 }, total - 1);
  }

  function sentence(message: Message): string {
    const { body, sender } = message;
    const mine = sender.id === me.account?.id;
    const key = `groups.event.${eventKey(message)}`;
    if (!te(key)) return t('timeline.unsupported');
    return t(key, {
      actor: mine ? t('groups.youActor') : called(sender),
      people: people(message),
      value: short(body.value ?? ''),
      time: body.until ? fullTime(new Date(body.until), locale.value) : '',
    });
  }

  return { sentence };
}

/** Some kinds are two sentences, told apart by their value. */
function eventKey({ body }: Message): string {
  if (body.event === 'role_changed') return body.value === 'admin' ? 'made_admin' : 'made_member';
  if (body.event === 'notice_changed' && !body.value) return 'notice_removed';
  return body.event ?? 'unknown';
}

function short(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const chars = Array.from(line);
  return chars.length > LONGEST ? `${chars.slice(0, LONGEST).join('')}…` : line;
}
