/** @file A library of the comparison that computes in a process of its own. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import type { Library } from '../../comparison/libraries/library.ts';
import type { EngineProcess } from './engine-process.ts';

const readSchema = z.array(z.array(z.number()));

/** Passes the operands as files to `use`. */
async function withFiles<Result>(
  operands: readonly Float32Array<ArrayBuffer>[],
  use: (files: string[]) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'trainmark-operands-'));
  try {
    const files = operands.map((operand, i) => {
      const file = join(folder, `${i}.bin`);
      writeFileSync(file, operand);
      return file;
    });
    return await use(files);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @param name heads its column */
export const processLibrary = (name: string, engine: EngineProcess): Library => ({
  name,
  version: engine.version,
  prepare: async (problem, operands) => {
    const ready = await withFiles(operands, (files) => engine.ask({ kind: 'problem', problem, files }));
    if (!ready) return null;
    return {
      run: async (times) => {
        await engine.ask({ kind: 'run', times });
      },
      read: async (parts) =>
        readSchema
          .parse(await engine.ask({ kind: 'read', parts }))
          .map((values) => Float32Array.from(values)),
      dispose: () => {
        // Nothing is left to free in a process that has ended.
        engine.ask({ kind: 'dispose' }).catch(() => undefined);
      },
    };
  },
});
