/** @file The entry point of the site: `dev`, `build` and `preview`, each under any base path. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { Command } from 'commander';
import { compressSite } from './compress.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Ingest's exit code if it left files out and wrote the rest. */
const LEFT_OUT = 1;

interface Options {
  base?: string;
  site?: string;
  data?: string;
  sources?: string;
  out: string;
  port?: number;
  compress?: true;
}

const program = new Command('trainmark-site').description('Shows data/generated as a static site.');
for (const [name, description, run] of [
  ['dev', 'run ingest, then serve the site and follow changes', dev],
  ['build', 'run ingest, then write the site into dist/', build],
  ['preview', 'serve dist/ as a static host would', preview],
] as const) {
  program
    .command(name)
    .description(description)
    .option(
      '--base <path>',
      'path under which the site lives, for example /trainmark/',
      process.env.TRAINMARK_BASE,
    )
    .option('--site <url>', 'origin of the site, for canonical links', process.env.TRAINMARK_SITE)
    .option('--data <folder>', 'show this output of ingest and do not run ingest')
    .option('--sources <folder>', 'where the data/ of that output lies (default: this repository)')
    .option('--out <folder>', 'where the built site is', 'dist')
    .option('--port <number>', 'port of the server', Number)
    .option('--compress', 'build: also write .gz and .br beside each file, for a server that sends them')
    .action((options: Options) => run(settle(options)));
}
await program.parseAsync();

/** Passes the options to astro.config.mjs and the pages through the environment. */
function settle(options: Options): Options {
  process.chdir(root);
  process.env.ASTRO_TELEMETRY_DISABLED = '1';
  // A variable of this name would override `import.meta.env.BASE_URL` in the pages.
  delete process.env.BASE_URL;
  if (options.base) process.env.TRAINMARK_BASE = options.base;
  if (options.site) process.env.TRAINMARK_SITE = options.site;
  process.env.TRAINMARK_DATA = resolve(root, options.data ?? 'data/generated');
  process.env.TRAINMARK_SOURCES = resolve(root, options.sources ?? '.');
  return options;
}

/** A bad file costs only itself: ingest names it, and the site shows the rest. Exits with ingest's code if nothing was written. */
function ingest(options: Options): void {
  if (options.data !== undefined) return;
  const { status } = spawnSync(process.execPath, [...process.execArgv, 'ingest/main.ts'], {
    stdio: 'inherit',
  });
  if (status === 0) return;
  if (status !== LEFT_OUT) process.exit(status ?? 2);
  console.error('The site shows the other files; mend or remove those that are named above.');
}

async function dev(options: Options): Promise<void> {
  ingest(options);
  const astro = await import('astro');
  await astro.dev({ root, ...server(options) });
}

/**
 * Builds into a temporary folder and then moves it into place. A failed build keeps the old site, and two concurrent builds
 * do not collide (Astro shares one working folder if the target is outside the project).
 */
async function build(options: Options): Promise<void> {
  const target = resolve(root, options.out);
  refuseForeign(target);
  ingest(options);
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
  console.log(`Built ${options.out} for ${process.env.TRAINMARK_BASE || '/'}`);
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

/** The target is replaced entirely, so it must be empty, absent or an earlier build. */
function refuseForeign(target: string): void {
  if (!existsSync(target) || readdirSync(target).length === 0 || existsSync(join(target, '404.html'))) return;
  console.error(`--out ${target}: holds files that are no built site; choose an empty folder`);
  process.exit(2);
}

async function preview(options: Options): Promise<void> {
  const astro = await import('astro');
  await astro.preview({ root, outDir: resolve(root, options.out), ...server(options) });
}

function server({ port }: Options) {
  return port === undefined ? {} : { server: { port } };
}
