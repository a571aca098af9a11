/** @file P17: a timed loop lasts as long as its preset says, so that shorter times come with more samples. */
import { durationsAt } from '../../../data/catalogue/durations.ts';
import type { Cell } from '../../../data/contract/cell.ts';
import type { Repetition } from '../../../data/contract/outcome.ts';
import type { Duration, Purpose } from '../../../data/contract/rules.ts';
import type { Check, CheckFinding } from '../contract/check.ts';

/** What happens between the samples of a loop is no part of them: up to this share of it, for samples below a millisecond. */
const BETWEEN = 0.15;

/** How far the mean of thinned samples may lie from that of all, in standard errors. */
const STANDARD_ERRORS = 3;

/** The purposes for which the runner measures such a cell; their order does not matter. */
function purposesOf({ mode, batchSize, sequenceLength }: Cell): Purpose[] {
  switch (mode) {
    case 'train':
      return ['train'];
    case 'op':
      return sequenceLength === null ? ['op'] : ['length-sweep', 'op'];
    case 'infer': {
      const swept: Purpose[] = sequenceLength === null ? [] : ['length-sweep'];
      return batchSize === 1 ? ['latency', ...swept] : ['throughput', 'batch-sweep', ...swept];
    }
    case 'converge':
      return ['converge'];
    case 'prompt':
    case 'generate':
      return ['tokens'];
  }
}

/** The duration of a timed loop, from its samples. */
export interface Loop {
  samples: number;
  ms: number;
  /** How far `ms` may be off, as a share. */
  uncertainty: number;
  longestSampleMs: number;
}

export function loopOf({
  samplesNs,
  samplesThinned,
}: Pick<Repetition, 'samplesNs' | 'samplesThinned'>): Loop {
  const kept = samplesNs.length;
  const mean = samplesNs.reduce((sum, ns) => sum + ns, 0) / kept;
  const variance = samplesNs.reduce((sum, ns) => sum + (ns - mean) ** 2, 0) / kept;
  const samples = kept + samplesThinned;
  return {
    samples,
    ms: (mean * samples) / 1e6,
    uncertainty: samplesThinned === 0 ? 0 : (STANDARD_ERRORS * Math.sqrt(variance / kept)) / mean,
    longestSampleMs: Math.max(...samplesNs) / 1e6,
  };
}

/** Whether a loop ended by a duration: after both minima, or after the maximum, with the sample that was running. */
function endedBy(duration: Duration, { samples, ms, uncertainty, longestSampleMs }: Loop): boolean {
  const { minSamples, minMeasureMs, maxMeasureMs } = duration;
  const most = ms * (1 + uncertainty + BETWEEN);
  const least = ms * (1 - uncertainty) - longestSampleMs;
  const longEnough = most >= minMeasureMs && (samples >= minSamples || most >= maxMeasureMs);
  // Once both minima are reached, no further sample starts.
  return longEnough && least <= (samples > minSamples ? minMeasureMs : maxMeasureMs);
}

const seconds = (ms: number): string => `${(ms / 1000).toPrecision(3)} s`;

/** Flags only: `--repeat` and a time budget end a loop by other rules, and the file does not say so. */
export const loopTime: Check = ({ file, measurements }) => {
  const { preset, runner, startedAt } = file.submission;
  if (runner.origin === 'browser' || preset === 'smoke') return [];
  return measurements.flatMap((measurement): CheckFinding[] => {
    const { cell, outcome, probe } = measurement;
    if (cell.mode === 'converge' || probe) return [];
    const durations = purposesOf(cell).flatMap((purpose) =>
      durationsAt(preset, purpose, Date.parse(startedAt)),
    );
    const odd = outcome.repetitions.find((one) => !durations.some((each) => endedBy(each, loopOf(one))));
    if (odd === undefined) return [];
    const { samples, ms } = loopOf(odd);
    const { minSamples, minMeasureMs } = durations[0]!;
    const text = `repetition ${odd.runIndex} has ${samples} samples in ${seconds(ms)}, but the preset ${preset} ends with the first sample after ${seconds(minMeasureMs)} and ${minSamples} samples`;
    return [{ check: 'p17-loop', severity: 'flag', measurement, text }];
  });
};
