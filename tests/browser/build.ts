/** @file Builds a site from samples with the real commands: `ingest`, then `build`. */
import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';

/** The host that the built site believes to have, for addresses that must be whole. */
export const SITE = 'https://trainmark.example';

const root = resolve(import.meta.dirname, '../..');

/** Runs an entry point like npm does. Throws with its output if it fails or warns. */
function run(...command: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', ...command], {
    cwd: root,
    encoding: 'utf8',
    // Vitest sets NODE_ENV to "test", which would build React in development mode.
    env: { ...process.env, NODE_ENV: 'production' },
  });
  if (status !== 0 || stderr !== '') throw new Error(`${command.join(' ')}:\n${stdout}${stderr}`);
}

/** The output folder of ingest, from which the site is built. */
const generated = (samples: string) => join(samples, 'data/generated');

/** Ingests the samples that `writeSamples` wrote below a folder. */
export function ingestSamples(samples: string): void {
  const [submissions, published] = ['submissions', 'published'].map((name) => join(samples, 'data', name));
  run(
    'ingest/main.ts',
    '--submissions',
    submissions!,
    '--published',
    published!,
    '--out',
    generated(samples),
  );
}

interface Build {
  /** A folder of ingested samples. */
  samples: string;
  /** Base path with leading and trailing slashes. */
  base: string;
  /** Output folder of the site. */
  out: string;
}

/** Builds the site of ingested samples. */
export function buildSite({ samples, base, out }: Build): void {
  const from = ['--data', generated(samples), '--sources', samples, '--site', SITE];
  run('site/main.ts', 'build', ...from, '--base', base, '--out', out);
}
