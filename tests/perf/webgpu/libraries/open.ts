/** @file Opens all libraries that can be used here; packages that are not installed are left out. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { Backend } from '../../../../runner/engines/compiled/backend.ts';
import { compiled } from '../../comparison/libraries/compiled.ts';
import type { Library, Missing } from '../../comparison/libraries/library.ts';
import { jax } from './jax.ts';
import { onnxruntime } from './onnxruntime.ts';
import { tfjs } from './tfjs.ts';

export interface Opened {
  libraries: readonly Library[];
  missing: readonly Missing[];
}

const manifestSchema = z.object({ devDependencies: z.record(z.string(), z.string()) });

/** The exact version of a development dependency. */
function pinned(name: string): string {
  const path = join(import.meta.dirname, '../../../../package.json');
  return manifestSchema.parse(JSON.parse(readFileSync(path, 'utf8'))).devDependencies[name]!;
}

const isAbsent = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';

const reasonOf = (error: unknown): string =>
  isAbsent(error) ? 'is not installed' : String(error).split('\n')[0]!;

/** The active backend of tfjs must be `webgpu`. This engine is the first. */
export async function openLibraries(backend: Backend): Promise<Opened> {
  const optional: [name: string, open: () => Promise<Library>][] = [
    ['onnxruntime-web', () => onnxruntime(pinned('onnxruntime-web'))],
    ['@jax-js/jax', () => jax(pinned('@jax-js/jax'))],
  ];
  const libraries = [compiled('webgpu', backend), ...tfjs()];
  const missing: Missing[] = [];
  for (const [name, open] of optional) {
    try {
      libraries.push(await open());
    } catch (error) {
      missing.push({ name, reason: reasonOf(error) });
    }
  }
  return { libraries, missing };
}
