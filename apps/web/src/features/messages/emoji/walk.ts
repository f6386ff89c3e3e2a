/**
 * The field that an arrow key leads to from `here`. Goes by what is seen, so that it holds for any number of
 * columns; undefined when the key does not move.
 */
export function neighbour(
  fields: readonly HTMLElement[],
  here: HTMLElement,
  key: string,
): HTMLElement | undefined {
  const at = fields.indexOf(here);
  if (at < 0) return undefined;
  switch (key) {
    case 'ArrowRight':
      return fields[at + 1];
    case 'ArrowLeft':
      return fields[at - 1];
    case 'Home':
      return fields[0];
    case 'End':
      return fields.at(-1);
    case 'ArrowDown':
      return inNextRow(fields.slice(at + 1), here);
    case 'ArrowUp':
      return inNextRow(fields.slice(0, at).reverse(), here);
    default:
      return undefined;
  }
}

/** In the first row that `rest` reaches, the field closest to the column of `here`. */
function inNextRow(rest: readonly HTMLElement[], here: HTMLElement): HTMLElement | undefined {
  const row = rest.find((each) => each.offsetTop !== here.offsetTop)?.offsetTop;
  const inRow = rest.filter((each) => each.offsetTop === row);
  const away = (each: HTMLElement) => Math.abs(each.offsetLeft - here.offsetLeft);
  return inRow.reduce<HTMLElement | undefined>(
    (best, each) => (best === undefined || away(each) < away(best) ? each : best),
    undefined,
  );
}
