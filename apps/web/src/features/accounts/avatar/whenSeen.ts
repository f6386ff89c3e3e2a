/** How far outside of the window something counts as seen: it is there when it is scrolled to. */
const MARGIN = '300px';

const calls = new WeakMap<Element, () => void>();
let observer: IntersectionObserver | undefined;

function shared(): IntersectionObserver {
  observer ??= new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) if (isIntersecting) calls.get(target)?.();
    },
    { rootMargin: MARGIN },
  );
  return observer;
}

/** Calls once when `element` comes near the window; the answer ends it. */
export function whenSeen(element: Element, call: () => void): () => void {
  if (typeof IntersectionObserver === 'undefined') {
    call();
    return () => {};
  }
  const stop = () => {
    calls.delete(element);
    shared().unobserve(element);
  };
  calls.set(element, () => {
    stop();
    call();
  });
  shared().observe(element);
  return stop;
}
