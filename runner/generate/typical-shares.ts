/** @file Reads from the submissions and the published files how fast each kind of work was. */
import { findWorkload } from '../../data/catalogue/index.ts';
import { resolveHardware } from '../../data/catalogue/resolve.ts';
import type { Cell } from '../../data/contract/cell.ts';
import type { Ok } from '../../data/contract/outcome.ts';
import { parsePublished, parseSubmission } from '../../data/contract/parse.ts';
import type { Published } from '../../data/contract/published.ts';
import type { Machine, Submission } from '../../data/contract/submission.ts';
import type { TypicalShare } from '../../data/contract/tables/typical-share.ts';
import { kindOf, typicalShares, type WorkRate } from '../../data/derive/bounds/typical-shares.ts';
import { meanWatts } from '../../data/derive/derived.ts';
import { busyReason } from '../../data/derive/load.ts';
import { measuredOf } from '../../data/derive/measured.ts';
import { contradictsDType } from '../../data/derive/precision.ts';
import { socketsOf } from '../../data/derive/product/sockets.ts';
import { achievedTflops, peakTflops, samplesPerSecond } from '../../data/derive/rate.ts';
import { filesLike, PUBLISHED, readResults, SUBMISSIONS } from './result-files.ts';

/** Where the shares are kept. A new file of results does not make it wrong: it names the ones that it was made from. */
export const TYPICAL_SHARES_FILE = 'data/catalogue/typical-shares.json';

function deviceOf({ device, dtype }: Cell, cpu: Machine['cpu']): Pick<WorkRate, 'device' | 'ratedTflops'> {
  const cores = device.kind === 'cpu' ? (cpu?.logicalCores ?? null) : null;
  const hardware = resolveHardware(device.name, device.kind);
  const bare = hardware?.name ?? device.name;
  const rated = peakTflops(hardware, device.kind, dtype);
  const devices = device.kind === 'cpu' ? socketsOf(hardware, cpu) : 1;
  return {
    device: hardware === null && cores !== null ? `${bare}, ${cores} cores` : bare,
    ratedTflops: rated === null ? null : devices * rated.value,
  };
}

/** What a GPU drew above its power at rest, as a share of its rated power; null if a counter or a figure is missing. */
function powerShareOf({ device }: Cell, { power }: Ok): number | null {
  const rated = resolveHardware(device.name, device.kind)?.tdpW?.value ?? null;
  if (rated === null || power?.scope !== 'gpu' || power.idleWatts === null) return null;
  return (meanWatts(power) - power.idleWatts) / rated;
}

/** The rates of a submission: checked, on a real and idle device, neither a smoke run nor a single sample. */
function ratesOf({ machine, preset, runner, results }: Submission, source: string): WorkRate[] {
  if (runner.origin !== 'cli' || preset === 'smoke') return [];
  const rates = results.flatMap(({ cell, outcome }): (WorkRate & { cell: Cell })[] => {
    const facts = findWorkload(cell.workload);
    if (facts === null || outcome.status !== 'ok' || cell.device.software) return [];
    if (outcome.check.passed === false || contradictsDType(cell.dtype, outcome.observed) !== null) return [];
    const { achievedTflops: tflops, probe } = measuredOf(cell, outcome, facts);
    if (tflops === null || probe || busyReason(cell, outcome) !== null) return [];
    const powerShare = powerShareOf(cell, outcome);
    return [
      {
        kind: kindOf(cell),
        ...deviceOf(cell, machine.cpu),
        tflops,
        powerShare,
        productTflops: null,
        source,
        cell,
      },
    ];
  });
  const sameEngine = ({ cell }: { cell: Cell }) => JSON.stringify([cell.device, cell.dtype, cell.engine]);
  return rates.map(({ cell, ...rate }) => {
    const products = rates.filter(
      (one) => one.kind.workload === 'matmul' && sameEngine(one) === sameEngine({ cell }),
    );
    if (rate.kind.workload === 'matmul' || products.length === 0) return rate;
    return { ...rate, productTflops: Math.max(...products.map(({ tflops }) => tflops)) };
  });
}

/** The rates of published values whose precision is certain: on CUDA, float32 may be TensorFloat-32. */
function publishedRatesOf({ results }: Published, source: string): WorkRate[] {
  return results.flatMap(({ cell, outcome }): WorkRate[] => {
    const facts = findWorkload(cell.workload);
    if (facts === null || cell.device.software || cell.device.api === 'cuda') return [];
    const seconds = outcome.seconds / outcome.epochs;
    const perSecond = samplesPerSecond(facts, 'secondsPerEpoch', seconds, outcome.heldOutFraction ?? 0);
    const tflops = achievedTflops(facts, cell, seconds, perSecond);
    if (tflops === null) return [];
    return [
      {
        kind: kindOf(cell),
        ...deviceOf(cell, null),
        tflops,
        powerShare: null,
        productTflops: null,
        source,
      },
    ];
  });
}

/** The files of results of the repository, relative to its root. */
export const findResults = (): string[] => filesLike(SUBMISSIONS, PUBLISHED);

/** @throws Error if a file cannot be read */
export const readTypicalShares = (paths: readonly string[]): TypicalShare[] =>
  typicalShares(
    paths.flatMap((path) =>
      path.startsWith('data/published/')
        ? publishedRatesOf(readResults(parsePublished, path), path)
        : ratesOf(readResults(parseSubmission, path), path),
    ),
  );
