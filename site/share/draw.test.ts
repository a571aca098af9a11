import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { sampleRows } from '../testing/sample-rows.ts';
import { drawPicture, keptPicture } from './draw.tsx';
import { type Picture, workloadPicture } from './picture.ts';
import { colors } from './theme.ts';

const site = { baseline: { hardware: 'intel-core-i7-8700', name: 'Intel Core i7-8700' }, date: '2026-02-04' };
const picture = workloadPicture(
  sampleRows().filter(({ workload }) => workload === 'vgg16-cifar100'),
  'VGG16 on CIFAR-100',
  site,
);

/** Pixels of a color, of all of the picture. */
async function pixelsOf(content: Picture, color: string): Promise<number> {
  const { data, info } = await sharp(await drawPicture(content))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const wanted = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
  let count = 0;
  for (let at = 0; at < data.length; at += info.channels) {
    if (wanted.every((channel, index) => data[at + index] === channel)) count += 1;
  }
  return count;
}

it('is a PNG of the size that Open Graph asks for, with the marks in the colors of the charts', async () => {
  const { format, width, height } = await sharp(await drawPicture(picture)).metadata();
  expect([format, width, height]).toEqual(['png', 1200, 630]);
  const none = { ...picture, rows: [] };
  expect(await pixelsOf(picture, colors.vendor('nvidia'))).toBeGreaterThan(300);
  expect(await pixelsOf(none, colors.vendor('nvidia'))).toBe(0);
  expect(await pixelsOf(none, colors.paper)).toBeGreaterThan(600_000);
});

it('draws any text that a file may bring', async () => {
  const names = ['中文 GPU 名称', '‮reversed', '<script>&"\'', 'W'.repeat(300), '👩‍🚀', ''];
  const rows = names.map((name) => ({ ...picture.rows[0]!, name, detail: name, value: name.slice(0, 20) }));
  const drawn = await drawPicture({ ...picture, title: names.join(' '), rows: rows.slice(0, 5) });
  expect((await sharp(drawn).metadata()).width).toBe(1200);
});

it('is kept by what it shows', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'trainmark-pictures-'));
  const first = await keptPicture(picture, folder);
  expect(await keptPicture(picture, folder)).toEqual(first);
  expect(readdirSync(folder)).toHaveLength(1);
  await keptPicture({ ...picture, foot: 'Another day' }, folder);
  expect(readdirSync(folder)).toHaveLength(2);
  rmSync(folder, { recursive: true });
});
