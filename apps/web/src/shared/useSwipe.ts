/** So far a finger has to go; more sideways than up or down. */
const FAR = 56;

/** A swipe from the right edge inwards on a touch screen. */
export function useSwipe(done: () => void) {
  let from: { x: number; y: number } | null = null;
  return {
    touchstart: (event: TouchEvent) => {
      const touch = event.touches[0];
      from = touch && event.touches.length === 1 ? { x: touch.clientX, y: touch.clientY } : null;
    },
    touchmove: (event: TouchEvent) => {
      const touch = event.touches[0];
      if (!from || !touch) return;
      const across = from.x - touch.clientX;
      if (Math.abs(touch.clientY - from.y) > Math.abs(across)) from = null;
      else if (across > FAR) {
        from = null;
        done();
      }
    },
  };
}
