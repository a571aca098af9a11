import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { folderWith } from '../testing/samples.ts';
import { writeWhole } from './output.ts';
import { writeAll } from './write.ts';

let folder: string;
beforeEach(async () => {
  folder = await folderWith({});
});
afterEach(() => rm(folder, { recursive: true }));

const text = (name: string) => readFile(join(folder, name), 'utf8');
/** Longer than what is kept in memory of a file. */
const long = 'a line of text\n'.repeat(200_000);

describe('writeAll', () => {
  it.each([
    ['short', 'old,', 'rest'],
    ['long', 'old,', long],
  ])('writes a %s file whose beginning is known last, with its checksum', async (_, head, rest) => {
    await writeAll(folder, (output) => {
      const file = output.open('a/b.txt');
      file.write(head);
      file.write(rest);
      file.close('new,');
    });
    expect(await text('a/b.txt')).toBe(`new,${rest}`);
    const sums = await text('SHA256SUMS');
    await writeAll(folder, (output) => writeWhole(output, 'a/b.txt', `new,${rest}`));
    expect(await text('SHA256SUMS')).toBe(sums);
  });

  it('leaves a file alone that has its bytes already, and replaces one that was changed', async () => {
    const write = () =>
      writeAll(folder, (output) => {
        writeWhole(output, 'same.txt', 'same');
        writeWhole(output, 'changed.txt', 'right');
      });
    await write();
    await utimes(join(folder, 'same.txt'), 1, 1);
    await writeFile(join(folder, 'changed.txt'), 'wrong');
    await write();
    expect((await stat(join(folder, 'same.txt'))).mtimeMs).toBe(1000);
    expect(await text('changed.txt')).toBe('right');
  });

  it('leaves nothing of a failed call, and removes what a killed one left', async () => {
    await writeAll(folder, (output) => writeWhole(output, 'a.txt', 'old'));
    const before = await readdir(folder);
    // No process has such a number.
    await mkdir(join(folder, '.ingest-4194999.partial'));
    const failed = writeAll(folder, (output) => {
      writeWhole(output, 'a.txt', 'new');
      writeWhole(output, 'b.txt', long);
      throw new Error('it fails');
    });
    await expect(failed).rejects.toThrow('it fails');
    expect(await readdir(folder)).toEqual(before);
    expect(await text('a.txt')).toBe('old');
  });

  it('removes the folders that a failed call has made', async () => {
    const failed = writeAll(join(folder, 'x', 'y'), (output) => {
      writeWhole(output, 'z/a.txt', long);
      throw new Error('it fails');
    });
    await expect(failed).rejects.toThrow('it fails');
    expect(await readdir(folder)).toEqual([]);
  });

  it('leaves what another process writes that still runs', async () => {
    const other = `.ingest-${process.ppid}.partial`;
    await mkdir(join(folder, other));
    await writeAll(folder, (output) => writeWhole(output, 'a.txt', 'new'));
    expect(await readdir(folder)).toContain(other);
  });

  it('replaces nothing where a folder has the name of a file', async () => {
    await writeAll(folder, (output) => writeWhole(output, 'a.txt', 'old'));
    await mkdir(join(folder, 'b.txt'));
    const failed = writeAll(folder, (output) => {
      writeWhole(output, 'a.txt', 'new');
      writeWhole(output, 'b.txt', 'new');
    });
    await expect(failed).rejects.toThrow(
      `${join(folder, 'b.txt')}: cannot be written: it is a folder; remove it or choose another folder with --out`,
    );
    expect(await text('a.txt')).toBe('old');
  });

  it('removes what it no longer writes, and nothing outside of its folder', async () => {
    const out = join(folder, 'out');
    await writeAll(out, (output) => writeWhole(output, 'a.txt', 'old'));
    await writeFile(join(folder, 'outside.txt'), 'kept');
    const line = `${'0'.repeat(64)}  ../outside.txt\n`;
    await writeFile(join(out, 'SHA256SUMS'), (await text('out/SHA256SUMS')) + line);
    await writeAll(out, (output) => writeWhole(output, 'b.txt', 'new'));
    expect((await readdir(out)).toSorted()).toEqual(['SHA256SUMS', 'b.txt']);
    expect(await text('outside.txt')).toBe('kept');
  });
});
