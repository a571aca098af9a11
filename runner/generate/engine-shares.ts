/** @file Reads from the submissions how fast each engine was next to the others. */
import { findWorkload } from '../../data/catalogue/index.ts';
import { resolveHardware } from '../../data/catalogue/resolve.ts';
import { parseSubmission } from '../../data/contract/parse.ts';
import type { Submission } from '../../data/contract/submission.ts';
import type { EngineShare } from '../../data/contract/tables/engine-share.ts';
import { comparable } from '../../data/derive/device-names.ts';
import { type EngineSpeed, engineShares } from '../../data/derive/engine-shares.ts';
import { measuredOf } from '../../data/derive/measured.ts';
import { contradictsDType } from '../../data/derive/precision.ts';
import { secondsPerItem } from '../../data/derive/rate.ts';
import { filesLike, readResults, SUBMISSIONS } from './result-files.ts';

/** Where the shares are kept. A new submission does not make the file wrong: it names the ones that it was made from. */
export const SHARES_FILE = 'data/catalogue/engine-shares.json';

/** Modes whose work is the same on every engine. */
const MODES: readonly string[] = ['train', 'infer', 'op'];

/** The values of a submission that can be compared between engines: optimized, checked, on a real device, not a smoke run. */
function speedsOf({ machine, preset, runner, results }: Submission, source: string): EngineSpeed[] {
  if (runner.origin !== 'cli' || preset === 'smoke') return [];
  const cores = machine.cpu?.logicalCores ?? 0;
  return results.flatMap(({ cell, outcome }): EngineSpeed[] => {
    const facts = findWorkload(cell.workload);
    const wanted = cell.recipe === 'optimized' && !cell.device.software && MODES.includes(cell.mode);
    if (!wanted || facts === null || outcome.status !== 'ok') return [];
    if (outcome.check.passed === false || contradictsDType(cell.dtype, outcome.observed) !== null) return [];
    const { metric, value, probe } = measuredOf(cell, outcome, facts);
    const seconds = probe ? null : secondsPerItem(facts, cell, metric, value);
    if (seconds === null) return [];
    const { kind, name } = cell.device;
    const device = resolveHardware(name, kind)?.name ?? name;
    const place = `${comparable(device)}${kind === 'cpu' ? `, ${cores} cores` : ''}`;
    return [{ cell, device, place, itemsPerSecond: 1 / seconds, source }];
  });
}

/** The submissions of the repository, relative to its root. */
export const findSubmissions = (): string[] => filesLike(SUBMISSIONS);

/** @throws Error if a submission cannot be read */
export const readShares = (paths: readonly string[]): EngineShare[] =>
  engineShares(paths.flatMap((path) => speedsOf(readResults(parseSubmission, path), path)));
