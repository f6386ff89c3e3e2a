/** A finger that stays this long asks for the menu, where the browser does not say so itself. */
const LONG_MS = 500;
const DRIFT = 10;

/** Where a menu opens. */
export interface MenuPoint {
  x: number;
  y: number;
}

/** A right click, a long press, the menu key and Shift+F10 on one element all ask for its menu. */
export function useContextMenu<T>(open: (thing: T, at: MenuPoint) => void) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let from: MenuPoint | null = null;
  let opened = false;

  const stop = () => clearTimeout(timer);

  function ask(thing: T, at: MenuPoint): void {
    stop();
    opened = true;
    open(thing, at);
  }

  return (thing: T) => ({
    contextmenu: (event: MouseEvent) => {
      event.preventDefault();
      const box = anchorOf(event.currentTarget as Element);
      // A key has no place: the menu opens in the element.
      const byKey = event.clientX === 0 && event.clientY === 0;
      if (!opened) ask(thing, byKey ? inside(box) : { x: event.clientX, y: event.clientY });
      opened = false;
    },
    keydown: (event: KeyboardEvent) => {
      if (event.key !== 'ContextMenu' && !(event.key === 'F10' && event.shiftKey)) return;
      event.preventDefault();
      open(thing, inside(anchorOf(event.currentTarget as Element)));
    },
    touchstart: (event: TouchEvent) => {
      const touch = event.touches[0];
      opened = false;
      stop();
      if (!touch || event.touches.length > 1) return;
      const at = { x: touch.clientX, y: touch.clientY };
      from = at;
      timer = setTimeout(() => ask(thing, at), LONG_MS);
    },
    touchmove: (event: TouchEvent) => {
      const touch = event.touches[0];
      if (!touch || !from) return stop();
      if (Math.hypot(touch.clientX - from.x, touch.clientY - from.y) > DRIFT) stop();
    },
    touchend: (event: TouchEvent) => {
      stop();
      // The press that opened a menu is no click.
      if (opened && event.cancelable) event.preventDefault();
      opened = false;
    },
    touchcancel: stop,
  });
}

/** The part of a wide row that the menu is about. */
function anchorOf(element: Element): DOMRect {
  return (element.querySelector('[data-menu-anchor]') ?? element).getBoundingClientRect();
}

function inside(box: DOMRect): MenuPoint {
  return { x: box.left + 24, y: box.top + box.height / 2 };
}
