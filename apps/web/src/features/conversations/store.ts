import type { ConversationView } from '@kamachat/client';
import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import { useClient } from '@/app/client';
import { keepSame } from '@/shared/keepSame';
import { isQuiet } from './menu/items';
import { isAside } from './model';

export const useConversations = defineStore('conversations', () => {
  const client = useClient();
  const items = shallowRef<readonly ConversationView[]>(client.conversations);
  client.on('conversations', (next) => (items.value = keepSame(next, items.value, ({ id }) => id)));

  const index = computed(() => new Map(items.value.map((item) => [item.id, item])));
  /** What is silent or out of the list asks for nothing. */
  const totalUnread = computed(() =>
    items.value.reduce((sum, item) => (isQuiet(item) || isAside(item) ? sum : sum + item.unread), 0),
  );

  return { items, totalUnread, byId: (id: string) => index.value.get(id) };
});
