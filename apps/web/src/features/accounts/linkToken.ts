/** The secret behind `#token=`. It leaves the address at once: the history is no place for it. */
export function takeToken(): string {
  const token = new URLSearchParams(location.hash.slice(1)).get('token') ?? '';
  if (location.hash) history.replaceState(history.state, '', location.pathname);
  return token;
}
