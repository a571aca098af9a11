/** @file `setup` of an engine in Python: an environment of its own in .cache/python, pinned, whole or not there. */
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import * as z from 'zod';
import type { Engine } from '../../../protocol/engine.ts';
import type { Probe } from '../../../protocol/messages.ts';
import { askNvidia } from '../../../system/command.ts';
import { ENVIRONMENTS, interpreterIn, MARKER, REPOSITORY, variableOf } from './environment.ts';
import { makeEnvironment } from './install.ts';
import { type Framework, type Platform, requirementsOf } from './requirements.ts';

type Log = (line: string) => void;

export interface SetupPlace {
  /** Folder of all environments. */
  environments: string;
  platform: Platform;
}

async function placeHere(): Promise<SetupPlace> {
  const [driver] = await askNvidia('driver_version');
  const nvidiaDriver = Number.parseInt(driver ?? '', 10);
  return {
    environments: ENVIRONMENTS,
    platform: {
      system: process.platform,
      arch: process.arch,
      nvidiaDriver: Number.isNaN(nvidiaDriver) ? null : nvidiaDriver,
    },
  };
}

/**
 * Leaves an environment in which the engine works; where there is one already, says so and does nothing.
 * @param on Makes the engine on the Python of a path.
 * @param log Receives each step as a line.
 * @param ask Asks an engine in a worker of its own whether it works.
 * @throws Error with one line: what is missing and how to mend it
 */
export async function setup(
  framework: Framework,
  on: (path: string) => Engine,
  log: Log,
  ask: (engine: Engine) => Promise<Probe>,
  place?: SetupPlace,
): Promise<void> {
  const { id } = framework;
  const { environments, platform } = place ?? (await placeHere());
  const wanted = requirementsOf(framework, platform);
  if ('reason' in wanted) throw new Error(`${wanted.reason}; ${wanted.remedy}`);
  const folder = join(environments, id);
  const engine = on(interpreterIn(folder));
  const variable = variableOf(id);
  if (process.env[variable]) log(`${variable} is set: that Python is used instead of what is set up here`);
  if (holds(folder, wanted.packages)) {
    const found = await ask(engine);
    if (found.available) {
      log(`it is set up already: ${describe(id, found)}`);
      return;
    }
    log(`it is set up, but does not work (${found.reason}): it is made anew`);
  }
  if (wanted.note !== null) log(wanted.note);
  await makeEnvironment(id, wanted, folder, log, platform.arch);
  const found = await ask(engine);
  if (!found.available) throw new Error(`everything is installed, but it does not work: ${found.reason}`);
  log(`${describe(id, found)}; the environment is ${relative(REPOSITORY, folder)}`);
}

const markerSchema = z.object({ packages: z.array(z.string()) });

/** Whether an environment is whole and holds just these packages. */
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
