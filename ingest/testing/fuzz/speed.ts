/** @file How fast a modelled machine computes what a template measured, and how many passes a sample joins. */
import type { Cell } from '../../../data/contract/cell.ts';
import type { Purpose } from '../../../data/contract/rules.ts';
import { passesBy } from '../../../data/derive/passes.ts';
import { median } from '../../../data/derive/stats.ts';
import { copiedBytes } from '../../../data/derive/work.ts';
import type { Random } from '../random.ts';
import type { Model } from './machines.ts';
import type { Setting } from './setting.ts';
import type { Template } from './template.ts';

/** How a net, a product or a model is timed. */
export function purposeOf({ mode, batchSize }: Cell): Purpose {
  if (mode === 'train') return 'train';
  if (mode === 'op') return 'op';
  if (mode === 'infer') return batchSize === 1 ? 'latency' : 'throughput';
  return mode === 'converge' ? 'converge' : 'tokens';
}

/** Share of the bandwidth of its memory that a copy reaches: on graphics cards 0.75 to 0.93, on processors less. */
const COPIED = {
  gpu: (random: Random) => 0.75 + 0.18 * random.uniform(),
  cpu: (random: Random) => 0.35 + 0.5 * random.uniform(),
};

/** A share of the peak that no device exceeds in practice: products reach 0.6 to 0.95 of it. */
const HIGHEST_SHARE = 0.95;

/**
 * Nanoseconds of one item on a model: the template's share of the peak, scattered; a token reads the whole language model
 * from memory. Null if the device lacks the dtype.
 */
export function itemNsOn(
  { random, model, efficiency }: Setting,
  { measurement, peakTflops }: Template,
): number | null {
  const { cell, outcome, achievedTflops } = measurement;
  const peak = model.peakOf(cell.dtype === 'quantized' ? 'float32' : cell.dtype);
  if (peak === null) return null;
  const bytes = copiedBytes(cell);
  if (bytes !== null) return bytes / (COPIED[model.kind](random) * (model.bandwidthGBs ?? 50));
  const { samplesNs, itemsPerSample } = outcome.repetitions[0]!;
  const middle = samplesNs.toSorted((a, b) => a - b)[samplesNs.length >> 1]!;
  const ns = middle / itemsPerSample;
  if (achievedTflops === null) {
    const leastNs = (cell.languageModel?.bytes ?? 0) / (HIGHEST_SHARE * (model.bandwidthGBs ?? 50));
    return random.around(Math.max((ns * peakTflops) / peak, 1.3 * leastNs), 0.05);
  }
  const share = Math.min(random.around((efficiency * achievedTflops) / peakTflops, 0.06), HIGHEST_SHARE);
  return (ns * achievedTflops) / (share * peak);
}

/** Duration of the pass by which passes are counted; null if a sample is always one (runner/worker/task.ts). */
export function passNsOf(
  random: Random,
  { mode, engine, recipe, batchSize }: Cell,
  itemNs: number,
): number | null {
  // TensorFlow.js waits for each step of a training.
  const joined = mode === 'op' || (mode === 'train' && !engine.startsWith('tfjs'));
  if (!joined || recipe === 'naive') return null;
  // The first pass takes longer: in measured files 1 to 10 times as long as those of the loop.
  const first = random.chance(0.3) ? random.logUniform(1.1, 4) : random.logUniform(1, 1.1);
  return Math.max(1, Math.round(first * itemNs * (batchSize ?? 1)));
}

/** Most passes of a sample (runner/worker/task.ts). */
const MOST_PASSES = { op: 256, train: 64 };

export function itemsPerSample({ mode, batchSize, sequenceLength }: Cell, passNs: number | null): number {
  if (mode === 'prompt' || mode === 'generate') return sequenceLength!;
  const most = mode === 'train' ? MOST_PASSES.train : MOST_PASSES.op;
  return (batchSize ?? 1) * (passNs === null ? 1 : Math.min(most, passesBy(passNs)));
}

/** The share of its peak that a device reaches, divided by that of the template; 1 where it is unknown. */
export function usedOf(
  { measurement, peakTflops }: Template,
  { dtype }: Cell,
  itemNs: number,
  model: Model,
): number {
  const peak = model.peakOf(dtype === 'quantized' ? 'float32' : dtype);
  if (peak === null || measurement.achievedTflops === null) return 1;
  const { samplesNs, itemsPerSample: items } = measurement.outcome.repetitions[0]!;
  return ((median(samplesNs) / items / itemNs) * peakTflops) / peak;
}
