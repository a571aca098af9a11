/** @file The icon on the home screen of a phone, in the size that iOS asks for. */
import { resolve } from 'node:path';
import type { APIRoute } from 'astro';
import sharp from 'sharp';

/** Width and height in pixels. */
const SIZE = 180;

export const GET: APIRoute = async () => {
  const icon = sharp(resolve('public/favicon.svg'), { density: 600 }).resize(SIZE, SIZE);
  // Phones round the corners themselves and show black where an icon is transparent.
  const bytes = await icon.flatten({ background: '#1c1b19' }).png().toBuffer();
  return new Response(new Uint8Array(bytes), { headers: { 'content-type': 'image/png' } });
};
