import { useRoute, useRouter } from 'vue-router';

/** Where somebody wanted to go before signing in; only a place on this site. */
export function useNext() {
  const router = useRouter();
  const route = useRoute();
  return async () => {
    const next = route.query.next;
    await router.replace(typeof next === 'string' && /^\/(?!\/)/.test(next) ? next : '/chats');
  };
}
