import { useNames } from '@/features/accounts/names';
import { useContacts } from './store';

/** What somebody is called on this screen: the own remark, else the name that came along. */
export function useCalled() {
  const contacts = useContacts();
  const { nameOf } = useNames();
  return (person: { id: string; name: string; deleted?: boolean }): string =>
    person.deleted ? nameOf(person) : contacts.called(person.id, person.name);
}
