/** @file Cells are repeated and measured as their preset says: not more often, and rarely shorter. */
import { rules } from '../../../data/catalogue/rules.ts';
import type { Cell } from '../../../data/contract/cell.ts';
import type { Repetition } from '../../../data/contract/outcome.ts';
import type { Duration, Purpose } from '../../../data/contract/rules.ts';
import type { Preset } from '../../../data/contract/words.ts';
import type { Measurement } from '../../values/measurement.ts';
import type { Check, CheckFinding } from '../contract/check.ts';

/**
 * Share of the shortest duration that the samples must fill. The rest passes between them: 0.9 was the least seen in single
 * inferences of 3 ms.
 */
const LEAST_SHARE = 0.8;

/** What a cell may have been measured for; its fields do not tell a sweep from a single throughput. */
function purposesOf({ mode, size, batchSize }: Cell): readonly Purpose[] {
  if (mode === 'prompt' || mode === 'generate') return ['tokens'];
  if (mode === 'op') return size === null ? ['length-sweep'] : ['op'];
  if (mode !== 'infer') return [mode];
  return batchSize === 1 ? ['latency'] : ['throughput', 'batch-sweep', 'length-sweep'];
}

/** Milliseconds of all samples, those left out of the file included. */
function measuredMs({ samplesNs, samplesThinned }: Repetition): number {
  const kept = samplesNs.reduce((sum, ns) => sum + ns, 0) / 1e6;
  return (kept * (samplesNs.length + samplesThinned)) / samplesNs.length;
}

function isShorter(repetition: Repetition, { minSamples, minMeasureMs, maxMeasureMs }: Duration): boolean {
  const count = repetition.samplesNs.length + repetition.samplesThinned;
  const ms = measuredMs(repetition);
  const long = ms >= LEAST_SHARE * minMeasureMs && count >= minSamples;
  return !long && ms < LEAST_SHARE * maxMeasureMs;
}

/** A repetition that is shorter than every purpose of the cell allows. */
function shortRepetition({ cell, outcome }: Measurement, preset: Preset): string | null {
  const purposes = purposesOf(cell);
  const durations = purposes.map((purpose) => rules.presets[preset].durations[purpose]);
  const short = outcome.repetitions.find((one) => durations.every((duration) => isShorter(one, duration)));
  if (short === undefined) return null;
  const count = short.samplesNs.length + short.samplesThinned;
  const least = Math.min(...durations.map(({ minSamples }) => minSamples));
  const seconds = Math.min(...durations.map(({ minMeasureMs }) => minMeasureMs)) / 1000;
  const found = `${count} ${count === 1 ? 'sample' : 'samples'} in ${(measuredMs(short) / 1000).toPrecision(3)} s`;
  return `repetition ${short.runIndex} has ${found}, but the preset ${preset} takes at least ${least} and ${seconds} s`;
}

function findingsOf(measurement: Measurement, preset: Preset): CheckFinding[] {
  const { cell, outcome } = measurement;
  const most = rules.presets[preset].repetitions[cell.mode];
  const count = outcome.repetitions.length;
  if (count > most) {
    const text = `${count} repetitions are more than the ${most} of the preset ${preset}; measure again, and keep every run as a file of its own`;
    return [{ check: 'preset-repetitions', severity: 'reject', measurement, text }];
  }
  const findings: CheckFinding[] = [];
  const text = shortRepetition(measurement, preset);
  if (text !== null) findings.push({ check: 'preset-duration', severity: 'quarantine', measurement, text });
  if (count > 1 && count < most) {
    const fewer = `${count} of the ${most} repetitions of the preset ${preset} were measured`;
    findings.push({ check: 'preset-repetitions', severity: 'flag', measurement, text: fewer });
  }
  return findings;
}

/** The quick test measures by its own budget of seconds, and nothing of it or of a smoke run is ranked. */
export const preset: Check = ({ file: { submission }, measurements }) =>
  submission.runner.origin === 'browser' || submission.preset === 'smoke'
    ? []
    : measurements.flatMap((measurement) => findingsOf(measurement, submission.preset));
