import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { Staging } from '../export/staging.ts';
import { folderWith, matmul, named, submission } from '../testing/samples.ts';
import { startSamples } from './samples.ts';

/** Longer than reading a file takes; if the machine is slower, the test asserts less, not more. */
const A_WHILE_MS = 200;

it('keeps an error, as of a full disk, until somebody waits for the samples', async () => {
  const [path, text] = named(submission([matmul(1)]));
  const folder = await folderWith({ [path]: text });
  try {
    const file = join(folder, 'file');
    await writeFile(file, '');
    const samples = startSamples(new Staging(folder, join(file, 'place')), { folder, paths: [path] });
    // Meanwhile Node would end the process with a stack.
    await setTimeout(A_WHILE_MS);
    await expect(samples.done).rejects.toThrow(/ENOTDIR|EEXIST|ENOENT/);
    await samples[Symbol.asyncDispose]();
  } finally {
    await rm(folder, { recursive: true });
  }
});
