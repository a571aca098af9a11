/** @file P18: a repetition is measured as long as its preset prescribes, so that a value is not that of a lucky moment. */
import { durationsAt } from '../../../data/catalogue/durations.ts';
import type { Cell } from '../../../data/contract/cell.ts';
import type { Repetition } from '../../../data/contract/outcome.ts';
import type { Duration, Purpose } from '../../../data/contract/rules.ts';
import type { Preset } from '../../../data/contract/words.ts';
import { loopErrorNs, loopNs, samplesTimed } from '../../values/loop.ts';
import type { Check, CheckFinding } from '../contract/check.ts';

/**
 * Samples may take this share of the loop that the runner waits for: it also prepares samples and reads the clock, which
 * takes up to a tenth of the loop of the smallest nets.
 */
const OF_LOOP = 0.8;

/** What a cell may have been measured for; a file does not say whether a forward pass belongs to a sweep. */
function purposesOf({ mode, batchSize, sequenceLength }: Cell): Purpose[] {
  switch (mode) {
    case 'train':
      return ['train'];
    case 'infer':
      return batchSize === 1 ? ['latency', 'length-sweep'] : ['throughput', 'batch-sweep', 'length-sweep'];
    case 'op':
      return sequenceLength === null ? ['op'] : ['length-sweep'];
    case 'converge':
    case 'prompt':
    case 'generate':
      return [];
  }
}

/** The durations of which one must be kept by a run that started at a time, in milliseconds since the epoch. */
export function durationsOf(cell: Cell, preset: Preset, startedMs: number): Duration[] {
  const lengths = cell.sequenceLength !== null;
  return purposesOf(cell)
    .filter((purpose) => purpose !== 'length-sweep' || lengths)
    .flatMap((purpose) => durationsAt(preset, purpose, startedMs));
}

/** A value from less than half of what its preset prescribes is held back. */
const HELD_BELOW = 0.5;

/** How much of its durations a loop kept: at least 1 if it ended where the runner would have ended it, or later. */
function keptOf(repetition: Repetition, needed: readonly Duration[]): number {
  const ms = (loopNs(repetition) + loopErrorNs(repetition)) / (OF_LOOP * 1e6);
  const samples = samplesTimed(repetition);
  return Math.max(
    ...needed.map(({ minSamples, minMeasureMs, maxMeasureMs }) =>
      Math.max(ms / maxMeasureMs, Math.min(ms / minMeasureMs, samples / minSamples)),
    ),
  );
}

const described = ({ minSamples, minMeasureMs, maxMeasureMs }: Duration) =>
  `${minSamples} samples and ${minMeasureMs / 1000} s, or ${maxMeasureMs / 1000} s`;

/**
 * Finds loops that are too short: runs with --repeat or --time-budget, or samples that were removed or made shorter. Smoke
 * runs and quick tests are not ranked anyway.
 */
export const duration: Check = ({ file: { submission }, measurements }) => {
  const { preset, runner, startedAt } = submission;
  if (runner.origin === 'browser' || preset === 'smoke') return [];
  return measurements.flatMap((measurement): CheckFinding[] => {
    const needed = durationsOf(measurement.cell, preset, Date.parse(startedAt));
    if (needed.length === 0) return [];
    const { share, repetition } = measurement.outcome.repetitions
      .map((repetition) => ({ repetition, share: keptOf(repetition, needed) }))
      .reduce((a, b) => (b.share < a.share ? b : a));
    if (share >= 1) return [];
    const took = `${samplesTimed(repetition)} samples of ${(loopNs(repetition) / 1e9).toPrecision(3)} s together`;
    const text = `repetition ${repetition.runIndex} has ${took}, less than the preset ${preset} measures: ${described(needed[0]!)}`;
    return [{ check: 'p18-short', severity: share < HELD_BELOW ? 'quarantine' : 'flag', measurement, text }];
  });
};
