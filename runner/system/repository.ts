/** @file Where the repository is. */
import { join } from 'node:path';

/** Absolute path of its root; `.cache` below it holds what `setup` made and survives `npm ci`. */
export const REPOSITORY = join(import.meta.dirname, '..', '..');
