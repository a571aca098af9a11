/** @file Draws an SVG as PNG, in the colors that the page shows. */

/** Pixels of a PNG for each of the SVG, so that it is sharp on dense screens. */
const DENSITY = 2;

/** The longest side in pixels that Chromium, Firefox and Safari draw. */
const MOST_PIXELS = 16_384;

export interface Drawn {
  svg: string;
  width: number;
  height: number;
}

/** The SVG as PNG. Throws an error for people if no browser can draw one of this size. */
export async function toPng({ svg, width, height }: Drawn): Promise<Blob> {
  const density = Math.min(DENSITY, MOST_PIXELS / Math.max(width, height));
  if (density < 1) throw new Error('It is too long for a PNG. Save it as SVG.');
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
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
