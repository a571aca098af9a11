/** @file Samples to a site, by the real commands: `ingest`, then `build`. */
import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

/** Runs an entry point as npm does. Throws with what it printed where it fails or warns. */
function run(...command: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', ...command], {
    cwd: root,
    encoding: 'utf8',
    // Vitest sets NODE_ENV to "test", for which React would be built with its development checks.
    env: { ...process.env, NODE_ENV: 'production' },
  });
  if (status !== 0 || stderr !== '') throw new Error(`${command.join(' ')}:\n${stdout}${stderr}`);
}

/** The folder that ingest writes for the samples below a folder, and that the site is built from. */
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
  /** Base path, with a slash at both ends. */
  base: string;
  /** Folder of the built site. */
  out: string;
}

/** Builds the site of ingested samples. */
export function buildSite({ samples, base, out }: Build): void {
  const from = ['--data', generated(samples), '--sources', samples];
  run('site/main.ts', 'build', ...from, '--base', base, '--out', out);
}
