/** @file Builds the site once for all browser tests, from samples, under a base path, in a temporary folder. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { writeSamples } from '../testing/sample-submissions.ts';
import { buildSite, ingestSamples } from './build.ts';

/** Two levels deep, so that code that assumes "/" or a single level fails. */
const BASE = '/some/base/';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder and base path of the built site, and the folder of its samples. */
    site: { folder: string; base: string; samples: string };
  }
}

/** Vitest's global setup: builds the site, provides its location to the tests, and returns the teardown. */
export function setup(project: TestProject): () => void {
  const whole = mkdtempSync(join(tmpdir(), 'trainmark-site-'));
  const cleanUp = () => rmSync(whole, { recursive: true, force: true });
  const [folder, samples] = [join(whole, 'site'), join(whole, 'samples')];
  try {
    writeSamples(samples);
    ingestSamples(samples);
    buildSite({ samples, base: BASE, out: folder });
  } catch (error) {
    cleanUp();
    throw error;
  }
  project.provide('site', { folder, base: BASE, samples });
  return cleanUp;
}
