/** @file Makes tfjs-node work: the TensorFlow C library and the addon, which `npm install` does not fetch. */
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, symlink } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Probe, probeSchema } from '../../../protocol/messages.ts';
import { askNvidia, runTool, works } from '../../../system/command.ts';
import { buildAddon } from './addon.ts';
import { clean, installOfficially } from './official.ts';
import { CACHE, findPackage, MADE_FOLDERS, type PackageName, packageFolder, REPOSITORY } from './packages.ts';
import { downloadWheel, unpackWheel, type Wheel, wheelFor } from './wheel.ts';

type Log = (line: string) => void;

/** The library of a wheel is for CPUs, so it serves the plain package. */
const FALLBACK: PackageName = '@tensorflow/tfjs-node';

/** Loads the library in a process of its own, which may crash or have loaded another one before. */
async function probeApart(): Promise<Probe> {
  const module = pathToFileURL(join(import.meta.dirname, '..', 'probe.ts')).href;
  const script = `import { probe } from '${module}'; process.stdout.write(JSON.stringify(await probe()) + '\\n'); process.exit()`;
  try {
    const said = await runTool(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '--eval', script],
      { name: 'loading TensorFlow', cwd: REPOSITORY, limitMs: 120_000 },
    );
    return probeSchema.parse(JSON.parse(said.trim().split('\n').at(-1) ?? ''));
  } catch (error) {
    return {
      available: false,
      why: error instanceof Error ? error.message : String(error),
      mend: 'run setup again',
    };
  }
}

/** Reports whether the engine works, and with what or why not. */
async function reportWorking(log: Log): Promise<boolean> {
  const probed = await probeApart();
  if (!probed.available) {
    log(probed.why);
    return false;
  }
  log(`tfjs-node ${probed.version} works on ${probed.devices.map((device) => device.name).join(', ')}`);
  if (probed.observed.cudaBuild && probed.devices.every((device) => device.kind === 'cpu'))
    log('its CUDA build sees no GPU: tfjs-node-gpu needs CUDA 11.2, cuDNN 8.1 and a GPU older than RTX 40');
  return true;
}

async function packageForThisMachine(): Promise<PackageName> {
  const mayHaveCuda = process.platform === 'linux' || process.platform === 'win32';
  const wanted: PackageName =
    mayHaveCuda && (await askNvidia('name')).length > 0 ? '@tensorflow/tfjs-node-gpu' : FALLBACK;
  if (existsSync(packageFolder(wanted))) return wanted;
  throw new Error(`${wanted} is not installed: run \`npm ci\` (without --omit=optional), then this again`);
}

/** What the fallback needs of the system, all that is missing in one message. */
async function requireTools(): Promise<void> {
  const needs = [
    { tool: 'python3 with pip', args: ['python3', '-m', 'pip', '--version'], debian: 'python3-pip' },
    { tool: 'a C++ compiler (g++)', args: ['g++', '--version'], debian: 'g++' },
  ];
  const missing: typeof needs = [];
  for (const need of needs) {
    const [command = '', ...args] = need.args;
    if (!(await works(command, args))) missing.push(need);
  }
  if (missing.length === 0) return;
  throw new Error(
    `to build the addon, ${missing.map((need) => need.tool).join(' and ')} must be installed (Debian, Ubuntu: apt-get install ${missing.map((need) => need.debian).join(' ')}); then run this again`,
  );
}

function cacheFolder(wheel: Wheel): string {
  return join(CACHE, `${wheel.project}-${wheel.version}-${process.platform}-${process.arch}`);
}

/** Makes in an empty folder what the cache keeps: `deps/lib` and `lib`. */
async function build(wheel: Wheel, folder: string, log: Log): Promise<void> {
  log(`downloading ${wheel.project} ${wheel.version} (${Math.round(wheel.sizeBytes / 1e6)} MB) with pip`);
  const path = await downloadWheel(wheel, folder);
  log('unpacking the TensorFlow library and its C headers');
  await unpackWheel(path, folder);
  await rm(path);
  log('compiling the addon');
  await buildAddon(packageFolder(FALLBACK), folder);
}

/** Fills the cache: built beside it, moved there when whole, so an interrupted setup leaves no half of one. */
async function fillCache(wheel: Wheel, log: Log): Promise<void> {
  await requireTools();
  const partial = `${cacheFolder(wheel)}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true });
  try {
    await build(wheel, partial, log);
    await rm(cacheFolder(wheel), { recursive: true, force: true });
    await rename(partial, cacheFolder(wheel));
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

/** Puts links into the package to what the cache holds. */
async function linkCache(wheel: Wheel): Promise<void> {
  const folder = packageFolder(FALLBACK);
  await clean(folder);
  for (const made of MADE_FOLDERS)
    await symlink(relative(folder, join(cacheFolder(wheel), made)), join(folder, made));
}

/** Restores what an earlier setup built. Returns whether it works. */
async function restore(wheel: Wheel | null, log: Log): Promise<boolean> {
  if (wheel === null || !existsSync(cacheFolder(wheel))) return false;
  log('restoring the addon and the TensorFlow library from .cache/tfjs-node');
  await linkCache(wheel);
  return reportWorking(log);
}

async function official(name: PackageName, log: Log): Promise<boolean> {
  log(`running the install script of ${name}`);
  const failure = await installOfficially(name);
  if (failure !== null) log(`the install script failed: ${failure}`);
  else if (await reportWorking(log)) return true;
  else await clean(packageFolder(name));
  return false;
}

/** The library out of a wheel and the addon compiled, both anew. */
async function fromWheel(wheel: Wheel, log: Log): Promise<void> {
  await fillCache(wheel, log);
  await linkCache(wheel);
  if (!(await reportWorking(log)))
    throw new Error('the addon was built but does not load; the line above says why');
}

/**
 * Leaves a tfjs-node that a plain import finds and loads; does nothing where it is so already.
 * @param log receives each step as a line
 * @throws Error with one line: what is missing and how to mend it
 */
export async function setup(log: Log): Promise<void> {
  const name = await packageForThisMachine();
  const found = findPackage();
  if (found.state === 'ready' && found.name === name && (await reportWorking(log))) return;
  const wheel = wheelFor();
  if (name === FALLBACK && (await restore(wheel, log))) return;
  if (await official(name, log)) return;
  if (wheel === null)
    throw new Error(
      `no other source of the TensorFlow library for ${process.platform} ${process.arch}; let the network reach the archive above, then run this again`,
    );
  if (name !== FALLBACK && (await restore(wheel, log))) return;
  await fromWheel(wheel, log);
}
