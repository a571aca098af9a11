/** @file `setup` of an engine in Python: a separate environment in .cache/python, pinned, either complete or absent. */
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import * as z from 'zod';
import { vendorOf } from '../../../../data/derive/device-names.ts';
import { detect } from '../../../detect/detect.ts';
import type { Engine } from '../../../protocol/engine.ts';
import type { Probe } from '../../../protocol/messages.ts';
import { askNvidia } from '../../../system/nvidia-smi.ts';
import { REPOSITORY } from '../../../system/repository.ts';
import { ENVIRONMENTS, interpreterIn, MARKER, variableOf } from './environment.ts';
import { makeEnvironment } from './install.ts';
import { type Framework, type Platform, requirementsOf } from './requirements.ts';

type Log = (line: string) => void;

export interface SetupPlace {
  /** Parent folder of all environments. */
  environments: string;
  platform: Platform;
}

/** The facts about this machine that decide what is installed. */
export async function platformHere(): Promise<Platform> {
  const [answer, { machine, unnamed, nvidiaProblem }] = await Promise.all([
    askNvidia(['driver_version']),
    detect(),
  ]);
  const nvidiaDriver = Number.parseInt(answer?.lines[0] ?? '', 10);
  return {
    system: process.platform,
    arch: process.arch,
    nvidiaDriver: Number.isNaN(nvidiaDriver) ? null : nvidiaDriver,
    gpus: [
      ...machine.gpus.map(({ vendor, name }) => (vendorOf(name) === null ? `${vendor} ${name}` : name)),
      ...unnamed,
    ],
    nvidiaProblem,
  };
}

/**
 * Ensures an environment in which the engine works. If one exists already, reports it and changes nothing.
 * @param on Creates the engine for the Python at a path.
 * @param log Receives one line per step.
 * @param ask Probes an engine in a separate worker.
 * @throws Error with one line: what is missing and how to fix it
 */
export async function setup(
  framework: Framework,
  on: (path: string) => Engine,
  log: Log,
  ask: (engine: Engine) => Promise<Probe>,
  place?: SetupPlace,
): Promise<void> {
  const { id } = framework;
  const { environments, platform } = place ?? { environments: ENVIRONMENTS, platform: await platformHere() };
  const wanted = requirementsOf(framework, platform);
  if ('reason' in wanted) throw new Error(`${wanted.reason}; ${wanted.remedy}`);
  const folder = join(environments, id);
  const engine = on(interpreterIn(folder));
  const variable = variableOf(id);
  if (process.env[variable]) log(`${variable} is set: that Python is used instead of this environment`);
  if (holds(folder, wanted.packages)) {
    const found = await ask(engine);
    if (found.available) {
      log(`already set up: ${describe(id, found)}`);
      return;
    }
    log(`set up, but not working (${found.reason}): recreating it`);
  }
  if (wanted.note !== null) log(wanted.note);
  await makeEnvironment(id, wanted, folder, log, platform.arch);
  const found = await ask(engine);
  if (!found.available) throw new Error(`everything is installed, but it does not work: ${found.reason}`);
  log(`${describe(id, found)}; the environment is ${relative(REPOSITORY, folder)}`);
  if (wanted.needs !== null && found.devices.every(({ kind }) => kind === 'cpu'))
    log(`it finds no GPU: ${wanted.needs}`);
}

const markerSchema = z.object({ packages: z.array(z.string()) });

/** Whether an environment is complete and holds exactly these packages. */
function holds(folder: string, packages: readonly string[]): boolean {
  try {
    const marker = markerSchema.parse(JSON.parse(readFileSync(join(folder, MARKER), 'utf8')));
    return marker.packages.join() === packages.join();
  } catch {
    return false;
  }
}

function describe(id: string, { version, devices }: Extract<Probe, { available: true }>): string {
  return `${id} ${version} works on ${devices.map(({ name }) => name).join(', ')}`;
}
