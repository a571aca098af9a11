/** @file The icon of the site as a picture of any size. */
import { resolve } from 'node:path';
import sharp from 'sharp';

/** An opaque PNG of `size` pixels each way: phones round the corners themselves and show black where an icon is transparent. */
export async function drawIcon(size: number): Promise<Response> {
  const icon = sharp(resolve('public/favicon.svg'), { density: 600 }).resize(size, size);
  const bytes = await icon.flatten({ background: '#1c1b19' }).png().toBuffer();
  return new Response(new Uint8Array(bytes), { headers: { 'content-type': 'image/png' } });
}
