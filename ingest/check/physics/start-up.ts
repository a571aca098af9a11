/** @file P35: a repetition starts as a process does, computes an iteration and then samples, none of which is instant. */
import type { Cell } from '../../../data/contract/cell.ts';
import type { Repetition } from '../../../data/contract/repetition.ts';
import { busyReason } from '../../../data/derive/load.ts';
import { ascending, median } from '../../../data/derive/stats.ts';
import { inMs } from '../../values/duration-text.ts';
import type { Measurement } from '../../values/measurement.ts';
import type { Check, CheckFinding } from '../contract/check.ts';

/** Starting a process and loading an engine take at least this long: Node alone takes twice as long, in measured files 0.4 s and more. */
const LEAST_START_NS = 1e7;

/** The cold start contains an iteration, which takes at least this share of the fastest pass of the loop. */
const OF_FASTEST = 0.5;

/**
 * A sample this much shorter than the median computed something else, or nothing. In the submissions of this repository the
 * fastest one takes 0.53 of the median.
 */
const LEAST_SAMPLE = 1 / 8;
const ENOUGH = 5;

function oddity(repetition: Repetition, cell: Cell): string | null {
  const { samplesNs, coldStartNs, startUpNs, itemsPerSample, runIndex, convergence } = repetition;
  const fastest = ascending(samplesNs)[0]!;
  const middle = median(samplesNs);
  // While others compute, most samples wait for a processor; such a value is held back anyway.
  const isOwn = busyReason(cell, { repetitions: [repetition] }) === null;
  if (convergence === null && samplesNs.length >= ENOUGH && fastest < LEAST_SAMPLE * middle && isOwn)
    return `a sample of repetition ${runIndex} took ${inMs(fastest)}, but the median is ${inMs(middle)}`;
  if (repetition.elapsedNs === undefined) return null;
  if (startUpNs !== null && startUpNs < LEAST_START_NS)
    return `the worker of repetition ${runIndex} started in ${inMs(startUpNs)}`;
  const batch = cell.batchSize ?? cell.sequenceLength ?? 1;
  const pass = (fastest * batch) / itemsPerSample;
  return coldStartNs < OF_FASTEST * pass
    ? `the cold start of repetition ${runIndex} took ${inMs(coldStartNs)}, less than the ${inMs(pass)} of one pass`
    : null;
}

/** No iteration and no process takes no time by a clock that counts nanoseconds. */
function instant({ coldStartNs, startUpNs, runIndex }: Repetition): string | null {
  if (coldStartNs === 0) return `the cold start of repetition ${runIndex} took 0 ns`;
  return startUpNs === 0 ? `the worker of repetition ${runIndex} started in 0 ns` : null;
}

/** Quick tests are not checked, because browsers round their clocks on purpose. */
export const startUp: Check = ({ file, measurements }) => {
  if (file.submission.runner.origin === 'browser') return [];
  return measurements.flatMap((measurement: Measurement): CheckFinding[] => {
    const { cell, outcome } = measurement;
    const [nothing] = outcome.repetitions.flatMap((one) => instant(one) ?? []);
    if (nothing !== undefined)
      return [{ check: 'p35-start', severity: 'reject', measurement, text: `${nothing}; measure again` }];
    const [text] = outcome.repetitions.flatMap((one) => oddity(one, cell) ?? []);
    return text === undefined ? [] : [{ check: 'p35-start', severity: 'flag', measurement, text }];
  });
};
