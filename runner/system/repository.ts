/** @file The location of the repository. */
import { join } from 'node:path';

/** Absolute path of the root; its `.cache` holds what `setup` installed and survives `npm ci`. */
export const REPOSITORY = join(import.meta.dirname, '..', '..');
