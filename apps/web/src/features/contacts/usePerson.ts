import type { Person } from '@kamachat/client';
import { computed, ref, watch } from 'vue';
import { useClient } from '@/app/client';
import { useProblems } from '@/shared/problems';
import { useAct } from '@/shared/useAct';
import { useContacts } from './store';

/** One person as the server tells, with what is cached until then; and one thing done about them at a time. */
export function usePerson(id: () => string) {
  const client = useClient();
  const contacts = useContacts();
  const problems = useProblems();
  const person = ref<Person | null>(null);
  const missing = ref(false);
  const { busy, error, act: attempt } = useAct();

  async function load(): Promise<void> {
    const wanted = id();
    try {
      const found = await client.person(wanted);
      if (wanted === id()) person.value = found;
    } catch (problem) {
      missing.value = problems.codeOf(problem) === 'not_found';
    }
  }
  watch(
    id,
    () => {
      person.value = null;
      missing.value = false;
      void load();
    },
    { immediate: true },
  );

  const contact = computed(() => contacts.byUser(id()));
  /** Name, user name and picture, as new as they are known. */
  const profile = computed(() => person.value ?? contact.value?.user ?? null);
  /** What the lists say since then knows better than the answer. */
  const relation = computed(() => {
    if (contact.value) return 'contact';
    const said = person.value?.relation ?? 'none';
    return said === 'contact' ? 'none' : said;
  });
  return { person, contact, profile, relation, missing, error, busy, load, attempt };
}
