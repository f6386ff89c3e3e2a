import type { Account } from '@kamachat/client';
import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import { useClient } from '@/app/client';

export const useAccount = defineStore('account', () => {
  const client = useClient();
  const account = shallowRef<Account | null>(client.account);
  client.on('account', (next) => (account.value = next));
  return { account };
});
