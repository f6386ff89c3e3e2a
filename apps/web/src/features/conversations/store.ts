import type { ConversationView } from '@kamachat/client';
import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import { useClient } from '@/app/client';

export const useConversations = defineStore('conversations', () => {
  const client = useClient();
  const items = shallowRef<readonly ConversationView[]>(client.conversations);
  client.on('conversations', (next) => (items.value = next));

  const index = computed(() => new Map(items.value.map((item) => [item.id, item])));
  const totalUnread = computed(() => items.value.reduce((sum, item) => sum + item.unread, 0));

  return { items, totalUnread, byId: (id: string) => index.value.get(id) };
});
