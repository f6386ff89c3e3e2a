/** Which notice of a group this browser has shown: a newer one carries a mark. */
const key = (id: string) => `kamachat.notice.${id}`;

export function isNewNotice(id: string, at: string | null | undefined): boolean {
  if (!at) return false;
  try {
    return localStorage.getItem(key(id)) !== at;
  } catch {
    return false;
  }
}

export function sawNotice(id: string, at: string | null | undefined): void {
  try {
    if (at) localStorage.setItem(key(id), at);
  } catch {
    // Without storage the mark comes back with the next visit.
  }
}
