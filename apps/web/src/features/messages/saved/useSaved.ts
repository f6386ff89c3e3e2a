import type { ConversationView } from '@kamachat/client';
import { useRouter } from 'vue-router';
import { useClient } from '@/app/client';
import { useAccount } from '@/features/accounts/store';

/** The chat with oneself. */
export function useSaved() {
  const client = useClient();
  const router = useRouter();
  const me = useAccount();
  return {
    isSaved: (item: Pick<ConversationView, 'peer' | 'group'> | undefined): boolean =>
      !!me.account && !item?.group && item?.peer?.id === me.account.id,
    /** Makes it when there is none. */
    async open(): Promise<void> {
      if (!me.account) return;
      const id = await client.openDirect(me.account.id);
      await router.push({ name: 'chat', params: { id } });
    },
  };
}
