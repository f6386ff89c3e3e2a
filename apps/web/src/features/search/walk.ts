/** Arrow keys between a search field and what was found: down into the list, up and Escape back to the field. */
export function walkHits(event: KeyboardEvent, box: HTMLElement | null, field: () => void): void {
  if (!box || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
  if ((event.target as Element).closest('fieldset')) return;
  const hits = [...box.querySelectorAll<HTMLElement>('[data-hit]')];
  const here = hits.indexOf(document.activeElement as HTMLElement);
  if (event.key === 'Escape' && here >= 0) field();
  else if (event.key === 'ArrowDown') hits[Math.min(here + 1, hits.length - 1)]?.focus();
  else if (event.key === 'ArrowUp' && here > 0) hits[here - 1]?.focus();
  else if (event.key === 'ArrowUp' && here === 0) field();
  else return;
  event.preventDefault();
  event.stopPropagation();
}
