import type { Contact, FriendRequest } from '@kamachat/client';
import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import { nameOf } from './model';
import { useClient } from '@/app/client';
import { useAccount } from '@/features/accounts/store';

export const useContacts = defineStore('contacts', () => {
  const client = useClient();
  const me = useAccount();
  const contacts = shallowRef<readonly Contact[]>(client.contacts);
  const requests = shallowRef<readonly FriendRequest[]>(client.friendRequests);
  client.on('contacts', (next) => (contacts.value = next));
  client.on('friendRequests', (next) => (requests.value = next));

  const mine = (request: FriendRequest) => request.from.id === me.account?.id;
  /** Those that wait for me. */
  const incoming = computed(() => requests.value.filter((each) => each.state === 'pending' && !mine(each)));
  const earlier = computed(() => requests.value.filter((each) => !incoming.value.includes(each)));

  const index = computed(() => new Map(contacts.value.map((contact) => [contact.user.id, contact])));
  const byUser = (id: string) => index.value.get(id);

  return {
    contacts,
    requests,
    incoming,
    earlier,
    mine,
    byUser,
    /** What somebody is called here. */
    called: (id: string, name: string) => {
      const contact = byUser(id);
      return contact ? nameOf({ ...contact, user: { ...contact.user, name } }) : name;
    },
  };
});
