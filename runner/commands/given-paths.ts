/** @file Refuses paths that were given and do not work, before anything is measured: whoever gives one wants it used. */
import { statSync } from 'node:fs';
import { UsageError } from '../../data/contract/usage-error.ts';
import type { EngineId } from '../../data/contract/words.ts';
import { describeFileError } from '../../data/derive/files/file-error.ts';
import type { Engine } from '../protocol/engine.ts';
import type { Probe } from '../protocol/messages.ts';
import { makeFolder } from '../system/files.ts';

/** @throws UsageError if --data is given and no such folder exists. */
export function refuseMissingData(data: string | null): void {
  if (data === null) return;
  const status = statSync(data, { throwIfNoEntry: false });
  if (status?.isDirectory()) return;
  const fault = status === undefined ? 'there is no such folder' : 'it is not a folder';
  throw new UsageError(`--data ${data}: ${fault}; give the folder that holds the files of the data sets`);
}

/**
 * Creates the cache folder that TRAINMARK_CACHE names. One that exists may be read-only, as long as it holds the files that a
 * run needs (`prepareFiles`).
 * @throws UsageError if it is no folder and cannot become one
 */
export function refuseBrokenCache(cache: string): void {
  const fault = faultOfFolder(cache);
  if (fault === null) return;
  throw new UsageError(`TRAINMARK_CACHE ${cache}: ${fault}; set it to another folder, or unset it`);
}

/** Creates a folder. Returns why that fails, or null. */
function faultOfFolder(path: string): string | null {
  try {
    makeFolder(path);
    return statSync(path).isDirectory() ? null : 'it is not a folder';
  } catch (error) {
    return describeFileError(error);
  }
}

/** A program that was given for an engine, and why it does not work. */
interface Fault {
  engine: Engine;
  source: string;
  reason: string;
  remedy: string;
}

/** Longer than a program takes that works; then it is said what the run waits for. */
const PATIENCE_MS = 2000;

/**
 * Programs that do not even start, found without probing.
 * @param say Called with one line for each program that does not answer at once.
 * @param signal Ends the programs when aborted; then none is refused.
 * @throws UsageError
 */
export async function refuseBrokenPrograms(
  engines: readonly Engine[],
  named: readonly EngineId[] | null,
  say: (text: string) => void,
  signal?: AbortSignal,
  patienceMs = PATIENCE_MS,
): Promise<void> {
  const sources = new Set<string>();
  const tries = engines.map(async (engine) => {
    const source = engine.givenBy?.() ?? null;
    if (source === null) return null;
    const worker = engine.worker();
    if ('reason' in worker) return worker;
    const waiting = setTimeout(() => {
      if (!sources.has(source)) say(`${source}: waiting for ${worker.command} to answer`);
      sources.add(source);
    }, patienceMs);
    const fault = await engine.tryGiven?.(signal);
    clearTimeout(waiting);
    return fault ?? null;
  });
  const faults = new Map((await Promise.all(tries)).map((fault, i) => [engines[i]!, fault]));
  if (signal?.aborted) return;
  refuse(engines, named, (engine) => faults.get(engine) ?? null);
}

/**
 * Programs with which the probe of their engine failed.
 * @throws UsageError
 */
export function refuseUselessPrograms(
  engines: readonly Engine[],
  named: readonly EngineId[] | null,
  probes: ReadonlyMap<EngineId, Probe>,
): void {
  refuse(engines, named, ({ id }) => {
    const probe = probes.get(id);
    return probe === undefined || probe.available ? null : probe;
  });
}

/**
 * An engine that was chosen by name must work with the program that was given. Without names, --python is meant for
 * whichever engines it holds, so that one of them is enough.
 */
function refuse(
  engines: readonly Engine[],
  named: readonly EngineId[] | null,
  findFault: (engine: Engine) => { reason: string; remedy: string } | null,
): void {
  const given = engines.flatMap((engine) => {
    const source = engine.givenBy?.() ?? null;
    return source === null ? [] : [{ engine, source }];
  });
  const faults = given.flatMap(({ engine, source }): Fault[] => {
    const fault = findFault(engine);
    return fault === null ? [] : [{ engine, source, ...fault }];
  });
  const fatal = faults.find(
    ({ source }) =>
      named !== null || given.filter((one) => one.source === source).length === faultsOf(faults, source),
  );
  if (fatal === undefined) return;
  const { engine, source, reason, remedy } = fatal;
  // Some reasons name their source themselves.
  const where = reason.startsWith(source)
    ? reason
    : `${source}: ${engine.id} does not work with it: ${reason}`;
  throw new UsageError(`${where}; to fix it: ${remedy}`);
}

const faultsOf = (faults: readonly Fault[], source: string): number =>
  faults.filter((fault) => fault.source === source).length;
