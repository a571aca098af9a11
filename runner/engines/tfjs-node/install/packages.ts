/** @file Finds the two npm packages and checks whether the parts that npm does not install are in place. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { REPOSITORY } from '../../../system/repository.ts';

/** Holds what `setup` downloaded and built; survives `npm ci`. */
export const CACHE = join(REPOSITORY, '.cache', 'tfjs-node');
export const SETUP_COMMAND = 'npm run bench -- setup tfjs-node';

/** The CUDA build comes first: it also runs on a CPU. */
const packageNames = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'] as const;
export type PackageName = (typeof packageNames)[number];

/** Folders that setup adds to a package: the addon, and the TensorFlow C library it is linked to. */
export const MADE_FOLDERS = ['lib', 'deps'] as const;

const manifestSchema = z.object({ binary: z.object({ napi_versions: z.array(z.int()).min(1) }) });

export function packageFolder(name: PackageName, repository = REPOSITORY): string {
  return join(repository, 'node_modules', ...name.split('/'));
}

/** Path of the addon inside a package folder: the newest Node-API that both the package and this Node support. */
export function addonPath(folder: string): string {
  const manifest = manifestSchema.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
  const known = manifest.binary.napi_versions.filter((version) => version <= Number(process.versions.napi));
  return join(folder, 'lib', `napi-v${Math.max(...known)}`, 'tfjs_binding.node');
}

export type Found =
  | { state: 'ready'; name: PackageName; folder: string }
  | { state: 'not-set-up' }
  | { state: 'not-installed' };

/** The package to use: the first whose addon and library are in place. It may still fail to load. */
export function findPackage(repository = REPOSITORY): Found {
  const installed = packageNames
    .map((name) => ({ name, folder: packageFolder(name, repository) }))
    .filter(({ folder }) => existsSync(join(folder, 'package.json')));
  const ready = installed.find(
    ({ folder }) => existsSync(addonPath(folder)) && existsSync(join(folder, 'deps', 'lib')),
  );
  if (ready !== undefined) return { state: 'ready', ...ready };
  return { state: installed.length > 0 ? 'not-set-up' : 'not-installed' };
}
