import { expect, it } from 'vitest';
import { largestZoom, middle, move, source, zoomTo } from './crop';

it('begins with the middle square of any picture', () => {
  expect(source(middle(600, 400, 200))).toEqual({ x: 100, y: 0, side: 400 });
  expect(source(middle(400, 600, 200))).toEqual({ x: 0, y: 100, side: 400 });
  expect(source(middle(50, 50, 200))).toEqual({ x: 0, y: 0, side: 50 });
});

it('never shows anything beside the picture', () => {
  let crop = middle(600, 400, 200);
  for (const [dx, dy] of [
    [9999, 9999],
    [-9999, -9999],
    [0, 50],
  ] as const) {
    crop = move(crop, dx, dy);
    const { x, y, side } = source(crop);
    expect(x).toBeGreaterThanOrEqual(0);
    expect(y).toBeGreaterThanOrEqual(0);
    expect(x + side).toBeLessThanOrEqual(600 + 1e-9);
    expect(y + side).toBeLessThanOrEqual(400 + 1e-9);
  }
});

it('keeps the point under the finger where it is', () => {
  const crop = middle(600, 400, 200);
  const before = source(crop);
  const zoomed = zoomTo(crop, 2, 50, 150);
  const after = source(zoomed);
  const pointOf = (s: typeof before) => [s.x + (s.side * 50) / 200, s.y + (s.side * 150) / 200];
  const [wasX, wasY] = pointOf(before);
  const [isX, isY] = pointOf(after);
  expect(isX).toBeCloseTo(wasX!);
  expect(isY).toBeCloseTo(wasY!);
  expect(after.side).toBeCloseTo(200);
});

it('goes into a picture as far as there is something to see', () => {
  expect(zoomTo(middle(600, 400, 200), 100).zoom).toBe(5);
  expect(zoomTo(middle(600, 400, 200), 0).zoom).toBe(1);
  expect(largestZoom({ width: 20, height: 20 })).toBe(1);
  const close = zoomTo(middle(600, 400, 200), 5);
  expect(source(zoomTo(move(close, 400, 400), 1))).toEqual({ x: 0, y: 0, side: 400 });
});
