/** @file Imports tfjs-node into this process, once. It may crash, so nothing else may depend on this process. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
import * as z from 'zod';
import type { DeviceKind } from '../../../data/contract/words.ts';
import { usableThreads } from '../../system/limits.ts';
import type { PackageName } from './install/packages.ts';

const backendSchema = z.object({
  isUsingGpuDevice: z.boolean(),
  binding: z.object({ TF_Version: z.string() }),
});

export interface Loaded {
  /** Version of the npm package. */
  packageVersion: string;
  /** Version of the TensorFlow C library. */
  libraryVersion: string;
  usesGpu: boolean;
}

/**
 * tfjs-node 4.22 calls `util.isNullOrUndefined`, which Node 23 removed (tensorflow/tfjs issue 8609, fixed in its
 * sources, never released), and `util.isArray`, which warns. Both are looked up on the module object at each call.
 */
function restoreRemovedUtilities(): void {
  const util: Record<string, unknown> = createRequire(import.meta.url)('node:util');
  util.isNullOrUndefined = (value: unknown) => value === null || value === undefined;
  util.isArray = Array.isArray;
}

/** Must run before the import: TensorFlow reads its environment when the library is loaded. */
function prepareEnvironment(kind: DeviceKind): void {
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  // Its default counts the processors of the affinity, but not a quota.
  process.env.TF_NUM_INTRAOP_THREADS ??= String(usableThreads());
  // The CUDA build uses a GPU whenever it finds one; this hides all GPUs.
  if (kind === 'cpu') process.env.CUDA_VISIBLE_DEVICES = '-1';
}

/**
 * Loads the library. An illegal instruction in it may end the process, so call this in a separate process.
 * @throws Error if the library cannot be loaded
 */
export async function loadTensorFlow(
  found: { name: PackageName; folder: string },
  kind: DeviceKind,
): Promise<Loaded> {
  prepareEnvironment(kind);
  restoreRemovedUtilities();
  const require = createRequire(join(found.folder, 'package.json'));
  if (
    require.resolve('@tensorflow/tfjs-core') !==
    createRequire(import.meta.url).resolve('@tensorflow/tfjs-core')
  )
    throw new Error(`${found.name} uses a different copy of @tensorflow/tfjs-core; run \`npm ci\``);
  await import(pathToFileURL(require.resolve(found.name)).href);
  await tf.setBackend('tensorflow');
  const backend = backendSchema.parse(tf.backend());
  return {
    packageVersion: z.object({ version: z.string() }).parse(require('./package.json')).version,
    libraryVersion: backend.binding.TF_Version,
    usesGpu: backend.isUsingGpuDevice,
  };
}
