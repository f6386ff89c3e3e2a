import type { Profile, TimelineView } from '@kamachat/client';
import { computed, type Ref } from 'vue';
import { useI18n } from 'vue-i18n';
import { useCalled } from '@/features/contacts/useCalled';
import { useContacts } from '@/features/contacts/store';

/** Names for people of whom only the id is told. Null: not known on this device. */
export function usePeople(
  view: Ref<TimelineView | undefined>,
  peer: Ref<Profile | null>,
  me: string,
): (id: string) => string | null {
  const { t } = useI18n();
  const called = useCalled();
  const contacts = useContacts();
  const senders = computed(() => new Map(view.value?.messages.map(({ sender }) => [sender.id, sender])));
  return (id) => {
    if (id === me) return t('timeline.you');
    const known = senders.value.get(id) ?? (peer.value?.id === id ? peer.value : contacts.byUser(id)?.user);
    return known ? called(known) : null;
  };
}
