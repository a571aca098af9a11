/** @file A thread of ingest. */
import { Worker } from 'node:worker_threads';

/**
 * Options of Node for a thread: none where Node reads TypeScript by itself, which takes half as long as with the loader of
 * the main thread; otherwise that loader.
 */
const loader = process.features.typescript ? { execArgv: [] } : {};

/**
 * A file leaves little behind, so that a large young generation (48 MiB by default) would only be memory waiting to be
 * collected, and so would an old one that may grow to four times what is alive before it is collected: below a limit of
 * gigabytes V8 lets it grow by less.
 */
const resourceLimits = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 512 };

/** @param name Of its file beside this one. */
export const startThread = (name: string, workerData: unknown): Worker =>
  new Worker(new URL(name, import.meta.url), { workerData, resourceLimits, ...loader });
