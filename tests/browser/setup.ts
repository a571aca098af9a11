/** @file Builds the site once for all browser tests, under a base path of its own, into a temporary folder. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

/** Two levels deep, so that neither "/" nor a single-level base works by accident. */
const BASE = '/some/base/';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder and base path of the built site. */
    site: { folder: string; base: string };
  }
}

/** Vitest's global set-up: builds, tells the tests where, and returns the clean-up. */
export function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'trainmark-site-'));
  // Vitest sets NODE_ENV to "test", for which React would be built with its development checks.
  const environment = { ...process.env, NODE_ENV: 'production' };
  const build = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'site/main.ts', 'build', '--base', BASE, '--out', folder],
    { cwd: project.config.root, encoding: 'utf8', env: environment },
  );
  if (build.status !== 0) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`the site does not build:\n${build.stdout}${build.stderr}`);
  }
  project.provide('site', { folder, base: BASE });
  return () => rmSync(folder, { recursive: true, force: true });
}
