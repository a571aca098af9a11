/** @file The entry point of the site: `dev`, `build` and `preview`, each under any base path. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runProgram } from '../data/command-line/run.ts';
import { shownPath } from '../data/command-line/user-path.ts';
import { UsageError } from '../data/contract/usage-error.ts';
import { describeFileError } from '../data/derive/files/file-error.ts';
import { compressSite } from './compress.ts';
import { runIngest } from './ingest.ts';
import { isFolder, parseArguments, readBase, type Shown, type Verb } from './options.ts';

type OptionsOf<Name extends Verb['verb']> = Extract<Verb, { verb: Name }>;

const root = fileURLToPath(new URL('..', import.meta.url));

async function run(options: Verb): Promise<number> {
  process.chdir(root);
  process.env.ASTRO_TELEMETRY_DISABLED = '1';
  // A variable of this name would override `import.meta.env.BASE_URL` in the pages.
  delete process.env.BASE_URL;
  switch (options.verb) {
    case 'dev':
      return dev(options);
    case 'build':
      return build(options);
    case 'preview':
      return preview(options);
  }
}

/** Passes what is shown to astro.config.mjs and the pages through the environment. */
function settle({ base, site, data, sources }: Shown): void {
  process.env.TRAINMARK_BASE = base;
  if (site === undefined) delete process.env.TRAINMARK_SITE;
  else process.env.TRAINMARK_SITE = site;
  process.env.TRAINMARK_DATA = resolve(root, data ?? 'data/generated');
  process.env.TRAINMARK_SOURCES = resolve(root, sources ?? '.');
}

/** A bad file costs only itself: ingest names it, and the site shows the rest. Returns whether there is something to show. */
async function ingest({ data }: Shown): Promise<boolean> {
  if (data !== undefined) return true;
  const { exitCode, wrote } = await runIngest(root);
  if (exitCode !== 0 && wrote)
    console.error('The site shows the other files; delete those that are named above.');
  if (!wrote) console.error('trainmark: ingest wrote nothing, so there is nothing new to show');
  return wrote;
}

async function dev(options: OptionsOf<'dev'>): Promise<number> {
  settle(options);
  if (!(await ingest(options))) return 2;
  const astro = await import('astro');
  await astro.dev({ root, ...server(options) });
  return 0;
}

/**
 * Builds into a temporary folder and then moves it into place. A failed build keeps the old site, and two concurrent builds
 * do not collide (Astro shares one working folder if the target is outside the project).
 */
async function build(options: OptionsOf<'build'>): Promise<number> {
  settle(options);
  const target = resolve(root, options.out);
  refuseTarget(target);
  if (!(await ingest(options))) return 2;
  saveMemory();
  const astro = await import('astro');
  const fresh = join(root, '.astro', `build-${process.pid}`);
  try {
    await astro.build({ root, outDir: fresh, logLevel: 'warn' });
    if (options.compress) await compressSite(fresh);
    rmSync(target, { recursive: true, force: true });
    move(fresh, target);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  console.log(`Built ${shownPath(target)} for ${options.base}`);
  return 0;
}

/**
 * Gives memory back soon: at 10,000 rows a build without this took 1,117 MiB at most, with it 921 to 975 MiB.
 * Must run before Astro is imported.
 */
function saveMemory(): void {
  // The bundler has its own allocator, which else keeps what bundling took while the pages are written.
  process.env.MIMALLOC_PURGE_DELAY = '0';
  // In percent of what is in use; by default the heap may double before it is collected as a whole.
  setFlagsFromString('--heap-growing-percent=30');
}

/** Moves a folder; renaming it takes no time at any size, but cannot reach another disk. */
function move(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  try {
    renameSync(from, to);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EXDEV')) throw error;
    cpSync(from, to, { recursive: true });
  }
}

/**
 * The target is replaced entirely, so it must be empty, absent or an earlier build, in a folder that can be written.
 * @throws UsageError before the minutes that a build takes
 */
function refuseTarget(target: string): void {
  const refuse = (what: string) => {
    throw new UsageError(`--out ${shownPath(target)}: ${what}`);
  };
  if (existsSync(target) && !isFolder(target)) refuse('is a file; choose an empty folder');
  if (isFolder(target) && readdirSync(target).length > 0 && !existsSync(join(target, '404.html')))
    refuse('holds files that are no built site; choose an empty folder');
  try {
    rmdirSync(mkdtempSync(join(nearestExisting(dirname(target)), '.trainmark-')));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    refuse(`${describeFileError(error)}; choose another folder`);
  }
}

const nearestExisting = (path: string): string => (existsSync(path) ? path : nearestExisting(dirname(path)));

async function preview(options: OptionsOf<'preview'>): Promise<number> {
  process.env.TRAINMARK_BASE = readBase(options.out);
  const astro = await import('astro');
  await astro.preview({ root, outDir: resolve(root, options.out), ...server(options) });
  return 0;
}

const server = ({ port }: { port?: number }) => (port === undefined ? {} : { server: { port } });

/** Exit codes: 2 for wrong usage, a folder that cannot be written, an ingest that wrote nothing, or a bug. */
await runProgram(() => run(parseArguments(process.argv.slice(2))));
