/** A picture behind a square window, all in pixels of the window. */
export interface Crop {
  /** Side of the window. */
  readonly view: number;
  readonly width: number;
  readonly height: number;
  /** 1: the shorter side fills the window. */
  readonly zoom: number;
  /** Where the upper left corner of the picture is; never right of or below the window's own. */
  readonly x: number;
  readonly y: number;
}

export const LARGEST_ZOOM = 5;
/** Closer than this the picture would only be pixels. */
const FEWEST_PIXELS = 32;

/** Screen pixels for one of the picture. */
function scaleOf(crop: Pick<Crop, 'view' | 'width' | 'height' | 'zoom'>): number {
  return (crop.view / Math.min(crop.width, crop.height)) * crop.zoom;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}

/** The window is always full. */
function inside(crop: Crop): Crop {
  const scale = scaleOf(crop);
  return {
    ...crop,
    x: clamp(crop.x, crop.view - crop.width * scale, 0),
    y: clamp(crop.y, crop.view - crop.height * scale, 0),
  };
}

/** The middle of a picture. */
export function middle(width: number, height: number, view: number): Crop {
  const scale = view / Math.min(width, height);
  return {
    view,
    width,
    height,
    zoom: 1,
    x: (view - width * scale) / 2,
    y: (view - height * scale) / 2,
  };
}

export function move(crop: Crop, dx: number, dy: number): Crop {
  return inside({ ...crop, x: crop.x + dx, y: crop.y + dy });
}

/** How far it makes sense to go into a picture. */
export function largestZoom({ width, height }: Pick<Crop, 'width' | 'height'>): number {
  return clamp(Math.min(width, height) / FEWEST_PIXELS, 1, LARGEST_ZOOM);
}

/** What is at (`atX`, `atY`) in the window stays there; without a point, what is in its middle. */
export function zoomTo(crop: Crop, zoom: number, atX = crop.view / 2, atY = crop.view / 2): Crop {
  const next = clamp(zoom, 1, largestZoom(crop));
  const growth = next / crop.zoom;
  return inside({ ...crop, zoom: next, x: atX - (atX - crop.x) * growth, y: atY - (atY - crop.y) * growth });
}

/** The square of the picture that is in the window, in the picture's own pixels. */
export function source(crop: Crop): { x: number; y: number; side: number } {
  const scale = scaleOf(crop);
  return { x: -crop.x / scale + 0, y: -crop.y / scale + 0, side: crop.view / scale };
}
