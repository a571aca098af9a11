/** @file Sets up tfjs-node: the TensorFlow C library and the addon, which `npm install` does not download. */
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, symlink } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { detect } from '../../../detect/detect.ts';
import { unusableNvidia } from '../../../detect/driver-problem.ts';
import type { Probe } from '../../../protocol/messages.ts';
import { works } from '../../../system/command.ts';
import { askNvidia } from '../../../system/nvidia-smi.ts';
import { buildAddon } from './addon.ts';
import { clean, installOfficially } from './official.ts';
import { CACHE, findPackage, MADE_FOLDERS, type PackageName, packageFolder } from './packages.ts';
import { downloadWheel, unpackWheel, type Wheel, wheelFor } from './wheel.ts';

type Log = (line: string) => void;

interface Caller {
  /** Receives one line per step. */
  log: Log;
  /** Probes the engine in a separate process: it may crash, and this one may have loaded another library. */
  probe: () => Promise<Probe>;
}

/** The library in a wheel is for CPUs, so it is used with the plain package. */
const FALLBACK: PackageName = '@tensorflow/tfjs-node';

/** Logs whether the engine works, and on which devices or why not. */
async function reportWorking({ log, probe }: Caller): Promise<boolean> {
  const probed = await probe();
  if (!probed.available) {
    log(probed.reason);
    return false;
  }
  log(`tfjs-node ${probed.version} works on ${probed.devices.map((device) => device.name).join(', ')}`);
  if (probed.observed.cudaBuild && probed.devices.every((device) => device.kind === 'cpu'))
    log('its CUDA build finds no GPU: tfjs-node-gpu needs CUDA 11.2, cuDNN 8.1 and a GPU older than RTX 40');
  return true;
}

async function packageForThisMachine(log: Log): Promise<PackageName> {
  const mayHaveCuda = process.platform === 'linux' || process.platform === 'win32';
  const nvidia = mayHaveCuda && ((await askNvidia(['name']))?.lines ?? []).length > 0;
  const unusable = mayHaveCuda && !nvidia ? unusableNvidia(await detect()) : null;
  if (unusable !== null) log(`setting up the CPU build although ${unusable}, then run this again`);
  const wanted: PackageName = nvidia ? '@tensorflow/tfjs-node-gpu' : FALLBACK;
  if (existsSync(packageFolder(wanted))) return wanted;
  throw new Error(`${wanted} is not installed: run \`npm ci\` (without --omit=optional), then this again`);
}

/** Checks the tools that the fallback needs; one message names all that are missing. */
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

/** Builds the contents of the cache, `deps/lib` and `lib`, in an empty folder. */
async function build(wheel: Wheel, folder: string, log: Log): Promise<void> {
  log(`downloading ${wheel.project} ${wheel.version} (${Math.round(wheel.sizeBytes / 1e6)} MB) with pip`);
  const path = await downloadWheel(wheel, folder);
  log('unpacking the TensorFlow library and its C headers');
  await unpackWheel(path, folder);
  await rm(path);
  log('compiling the addon');
  await buildAddon(packageFolder(FALLBACK), folder);
}

/** Fills the cache. Builds next to it and moves the result, so an interrupted setup leaves no incomplete cache. */
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

/** Links the contents of the cache into the package. */
async function linkCache(wheel: Wheel): Promise<void> {
  const folder = packageFolder(FALLBACK);
  await clean(folder);
  for (const made of MADE_FOLDERS)
    await symlink(relative(folder, join(cacheFolder(wheel), made)), join(folder, made));
}

/** Restores what an earlier setup built. Returns whether it works. */
async function restore(wheel: Wheel | null, caller: Caller): Promise<boolean> {
  if (wheel === null || !existsSync(cacheFolder(wheel))) return false;
  caller.log('restoring the addon and the TensorFlow library from .cache/tfjs-node');
  await linkCache(wheel);
  return reportWorking(caller);
}

async function official(name: PackageName, caller: Caller): Promise<boolean> {
  caller.log(`running the install script of ${name}`);
  const failure = await installOfficially(name);
  if (failure !== null) caller.log(`the install script failed: ${failure}`);
  else if (await reportWorking(caller)) return true;
  else await clean(packageFolder(name));
  return false;
}

/** Extracts the library from a wheel and compiles the addon. */
async function fromWheel(wheel: Wheel, caller: Caller): Promise<void> {
  await fillCache(wheel, caller.log);
  await linkCache(wheel);
  if (!(await reportWorking(caller)))
    throw new Error('the addon was built but does not load; see the line above for the reason');
}

/**
 * Makes tfjs-node loadable by a plain import; does nothing if it already is.
 * @throws Error with one line: what is missing and how to get it
 */
export async function setup(log: Log, probe: Caller['probe']): Promise<void> {
  const caller = { log, probe };
  const name = await packageForThisMachine(log);
  const found = findPackage();
  if (found.state === 'ready' && found.name === name && (await reportWorking(caller))) return;
  const wheel = wheelFor();
  if (name === FALLBACK && (await restore(wheel, caller))) return;
  if (await official(name, caller)) return;
  if (wheel === null)
    throw new Error(
      `no other source of the TensorFlow library for ${process.platform} ${process.arch}; allow network access to the archive above, then run this again`,
    );
  if (name !== FALLBACK && (await restore(wheel, caller))) return;
  await fromWheel(wheel, caller);
}
