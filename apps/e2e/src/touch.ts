import type { Locator } from 'playwright-core';

type Touches = Parameters<Locator['dispatchEvent']>[1];

/** A finger put on an element at its middle, moved sideways by `dx` and lifted where `lift` says so. */
export async function finger(on: Locator, { dx = 0, lift = true } = {}): Promise<void> {
  const box = (await on.boundingBox())!;
  const at = { clientX: box.x + box.width / 2, clientY: box.y + box.height / 2, identifier: 1 };
  const touch = async (type: string, x: number): Promise<void> => {
    const points = await on.evaluateHandle((target, init) => [new Touch({ target, ...init })], {
      ...at,
      clientX: at.clientX + x,
    });
    const down = type === 'touchend' ? [] : points;
    await on.dispatchEvent(type, { touches: down, targetTouches: down, changedTouches: points } as Touches);
  };
  await touch('touchstart', 0);
  if (dx !== 0) {
    await touch('touchmove', dx / 2);
    await touch('touchmove', dx);
  }
  if (lift) await touch('touchend', dx);
}
