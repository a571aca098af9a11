/** @file Draws pictures as PNG, and keeps them between builds by what they show. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import satori from 'satori';
import sharp from 'sharp';
import { loadFonts } from './fonts.ts';
import { PICTURE_SIZE, Picture } from './Picture.tsx';
import type { Picture as Content } from './picture.ts';

/** Change it with the drawing: kept pictures of another version are not used. */
const VERSION = 4;

/** Where pictures are kept between builds. */
const FOLDER = resolve('.cache/pictures');

// It keeps up to 50 MB of what it computed, for pictures that come again; each of these is drawn once.
sharp.cache(false);

let fonts: ReturnType<typeof loadFonts> | undefined;

/** The picture as PNG. */
export async function drawPicture(content: Content): Promise<Buffer> {
  fonts ??= loadFonts();
  const svg = await satori(<Picture {...content} />, { ...PICTURE_SIZE, fonts });
  return sharp(Buffer.from(svg)).png({ compressionLevel: 6 }).toBuffer();
}

/** The picture as PNG, from the last build if it showed the same. */
export async function keptPicture(content: Content, folder = FOLDER): Promise<Buffer> {
  const key = createHash('sha256')
    .update(JSON.stringify([VERSION, content]))
    .digest('hex');
  const path = join(folder, `${key}.png`);
  if (existsSync(path)) return readFileSync(path);
  const drawn = await drawPicture(content);
  mkdirSync(folder, { recursive: true });
  // Two builds at once must not read half a file.
  const fresh = `${path}.${process.pid}`;
  writeFileSync(fresh, drawn);
  renameSync(fresh, path);
  return drawn;
}
