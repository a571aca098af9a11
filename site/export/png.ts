/** @file Draws an SVG as PNG, in the colors that the page shows. */

/** Pixels of a PNG for each of the SVG, so that it is sharp on dense screens. */
const DENSITY = 2;

/** Pixels of a side that every browser can draw; Firefox has the lowest limit. */
const MOST_PIXELS = 11_180;

export interface Drawn {
  svg: string;
  width: number;
  height: number;
}

/** The SVG as PNG. Throws if the browser cannot draw one of this size. */
export async function toPng({ svg, width, height }: Drawn): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const density = Math.min(DENSITY, MOST_PIXELS / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * density);
  canvas.height = Math.round(height * density);
  canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
  const png = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
  if (png === null) throw new Error('The browser made no PNG of this size.');
  return png;
}

/** The colors of the theme that the page shows. */
export function shownColor(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}
