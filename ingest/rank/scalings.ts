/** @file How the time per sequence grows with its length, for each machine, engine and recipe. */
import { findWorkload } from '../../data/catalogue/index.ts';
import { deviceId } from '../../data/contract/cell.ts';
import { type Scaling, scalingSchema } from '../../data/contract/leaderboard.ts';
import { INVALID } from '../../data/contract/schema/read.ts';
import { reader } from '../../data/contract/schema/reader.ts';
import { toSlug } from '../../data/derive/device-names.ts';
import { secondsPerItem } from '../../data/derive/rate.ts';
import { type LengthScaling, type LengthValue, scalingsOf } from '../../data/derive/scalings.ts';
import { type Candidate, UNKNOWN_HARDWARE } from '../candidates/candidate.ts';

interface Value extends LengthValue {
  candidate: Candidate;
}

/** Whether a candidate is one point of a length sweep. A batch sweep is not: it has one length and many batches. */
const isOfOneLength = ({ row, variant, withheld }: Candidate): boolean =>
  row.sequenceLength !== null && row.ladder === null && variant.length === 0 && withheld === null;

/** How the time grows is a matter of one machine, so that no peak has to be known. */
const isMeasuredWell = ({ unranked }: Candidate): boolean =>
  unranked === null || unranked.startsWith(UNKNOWN_HARDWARE);

function toValue(candidate: Candidate): Value {
  const { row } = candidate;
  const facts = findWorkload(row.workload);
  return {
    candidate,
    cell: row,
    secondsPerSequence: facts && secondsPerItem(facts, row, row.metric, row.value),
    scope: JSON.stringify([row.machine.id, row.provenance]),
  };
}

function toScaling({ tokensPerBatch, slope, r2, points }: LengthScaling<Value>): Scaling {
  const rows = points.map(({ of }) => of.candidate.row);
  const { machine, hardware, workload, mode, engine, device, recipe, dtype } = rows[0]!;
  const sources = new Map(rows.flatMap((row) => row.sources).map((source) => [source.path, source]));
  const where = [engine, deviceId(device), toSlug(device.name, 60) || 'unnamed'];
  return {
    id: [machine.id, workload, mode, ...where, recipe, dtype, `tokens${tokensPerBatch}`].join('.'),
    machine,
    hardware,
    workload,
    mode,
    engine,
    device,
    recipe,
    dtype,
    tokensPerBatch,
    slope,
    r2,
    points: points.map(({ sequenceLength, secondsPerSequence }) => ({ sequenceLength, secondsPerSequence })),
    date: rows
      .map(({ date }) => date)
      .sort()
      .at(-1)!,
    sources: [...sources.values()].sort((a, b) => (a.path < b.path ? -1 : 1)),
  };
}

/** The length sweeps of well measured values, also those with a scaling beyond the bounds of the contract. */
export const lengthSweepsOf = (candidates: readonly Candidate[]): LengthScaling<Value>[] =>
  scalingsOf(candidates.filter((one) => isOfOneLength(one) && isMeasuredWell(one)).map(toValue));

/** Every scaling of well measured values within the bounds of the contract, sorted by id. */
export function toScalings(candidates: readonly Candidate[]): Scaling[] {
  return lengthSweepsOf(candidates)
    .map(toScaling)
    .filter((scaling) => reader(scalingSchema)(scaling) !== INVALID)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}
