import { onScopeDispose, ref, type Ref } from 'vue';

/** The secret behind `#token=`. It leaves the address at once: the history is no place for it. */
function takeToken(): string {
  const token = new URLSearchParams(location.hash.slice(1)).get('token') ?? '';
  if (location.hash) history.replaceState(history.state, '', location.pathname);
  return token;
}

/** The token of the link that opened this page. Another link in the same window changes only the hash. */
export function useLinkToken(opened: () => void): Ref<string> {
  const token = ref(takeToken());
  function again() {
    const next = takeToken();
    if (!next) return;
    token.value = next;
    opened();
  }
  addEventListener('hashchange', again);
  onScopeDispose(() => removeEventListener('hashchange', again));
  return token;
}
