/** @file Keeps the fastest variants in the cache folder, a file for each adapter and driver. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { makeFolder, writeDurably } from '../../system/files.ts';
import { REPOSITORY } from '../../system/repository.ts';
import type { Choices } from './device/choices.ts';

const FOLDER = join(REPOSITORY, '.cache', 'webgpu');

const fileSchema = z.record(z.string(), z.string());

/** Dawn's description of an adapter names the driver with its version. */
type Adapter = Pick<GPUAdapterInfo, 'vendor' | 'architecture' | 'device' | 'description'>;

function fileOf({ vendor, architecture, device, description }: Adapter, folder: string): string {
  const digest = createHash('sha256')
    .update([vendor, architecture, device, description].join('\n'))
    .digest('hex');
  return join(folder, `${digest.slice(0, 16)}.json`);
}

/** What the file holds; nothing if it is missing or damaged, because measuring again takes only seconds. */
function readChoices(file: string): Record<string, string> {
  try {
    return fileSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return {};
  }
}

/** The choices of an adapter. Each new one is written at once; without a writable folder they last as long as the process. */
export function openChoices(adapter: Adapter, folder = FOLDER): Choices {
  const file = fileOf(adapter, folder);
  const choices = readChoices(file);
  return {
    get: (key) => choices[key],
    set: (key, name) => {
      choices[key] = name;
      try {
        makeFolder(folder);
        writeDurably(file, JSON.stringify(choices));
      } catch {
        // A read-only folder: the choice lasts as long as the process.
      }
    },
  };
}
