import type { KamaClient } from '@kamachat/client';
import { inject, type InjectionKey } from 'vue';

export const clientKey: InjectionKey<KamaClient> = Symbol('client');

/** The one chat client of this page: the only way from a view to the network. */
export function useClient(): KamaClient {
  const client = inject(clientKey);
  if (!client) throw new Error('no chat client was provided');
  return client;
}
