/** @file Results of generated runs: times that follow from the work of a cell and the peak of its device, and why some have none. */
import { findWorkload, typicalShares } from '../../../data/catalogue/index.ts';
import type { Cell } from '../../../data/contract/cell.ts';
import type { Power } from '../../../data/contract/outcome.ts';
import type { Repetition } from '../../../data/contract/repetition.ts';
import type { Result } from '../../../data/contract/submission.ts';
import type { EngineId, Preset } from '../../../data/contract/words.ts';
import { kindOf } from '../../../data/derive/bounds/typical-shares.ts';
import { copiedBytes, flopsPerItem, stepsPerEpoch } from '../../../data/derive/work.ts';
import { okOf } from '../../../ingest/testing/proof.ts';
import type { Random } from '../../../ingest/testing/random.ts';
import { thinned } from '../../../ingest/testing/samples.ts';
import type { Place } from './machines.ts';

/** A run on a machine. */
export interface Setting {
  random: Random;
  preset: Preset;
  /** How well the machine is used, about 1. */
  efficiency: number;
  /** Standard deviation of the logarithm of a time. */
  scatter: number;
}

/** How fast each engine is next to the fastest. */
const speeds: Record<EngineId, number> = {
  webgpu: 0.6,
  wasm: 0.35,
  'tfjs-wasm': 0.3,
  'tfjs-webgpu': 0.4,
  'tfjs-node': 0.6,
  pytorch: 0.95,
  tensorflow: 0.8,
  mlx: 0.9,
  jax: 1,
  'llama.cpp': 1,
  'mlx-lm': 0.9,
};

/** Share of the peak of work about which the catalogue knows nothing. */
const USUAL_SHARE = 0.08;

/** Share of the peak that the fastest known values of this kind of work reached. */
function knownShare(cell: Cell): number {
  const kind = kindOf(cell);
  const alike = typicalShares.filter(
    (one) =>
      one.workload === kind.workload &&
      one.mode === kind.mode &&
      one.device === kind.device &&
      one.single === kind.single,
  );
  const shares = alike.flatMap(({ fastest }) => fastest.map(({ tflops, peakTflops }) => tflops / peakTflops));
  return shares.length === 0 ? USUAL_SHARE : Math.max(...shares);
}

const shares = new Map<string, number>();
function shareOf(cell: Cell): number {
  const key = JSON.stringify(kindOf(cell));
  const known = shares.get(key);
  if (known !== undefined) return known;
  const share = knownShare(cell);
  shares.set(key, share);
  return share;
}

/** Batches far larger than this are no faster per sample, and none reaches more of the peak than products do. */
const FULL_BATCH = 24;
const HIGHEST_SHARE = 0.6;

/** Share of the peak of a cell; that of a batch grows from that of a single sample. */
function shareAt(cell: Cell): number {
  if (cell.mode !== 'infer') return shareOf(cell);
  const batch = cell.batchSize!;
  const single = shareOf({ ...cell, batchSize: 1 });
  return Math.min(Math.max(single, HIGHEST_SHARE), (single * batch) / (1 + (batch - 1) / FULL_BATCH));
}

/** Nanoseconds of one item: a sample, an operation, or a token; null if the device lacks the format of numbers. */
function itemNs({ random, efficiency }: Setting, place: Place, cell: Cell): number | null {
  const speed = Math.min(efficiency * speeds[cell.engine] * random.around(0.85, 0.03), 1);
  const bytes = cell.languageModel?.bytes ?? copiedBytes(cell);
  if (bytes !== null && cell.mode !== 'prompt')
    return place.bandwidthGBs === 0 ? null : bytes / (0.8 * speed * place.bandwidthGBs);
  const peak = place.peakOf(cell.dtype === 'quantized' ? 'float32' : cell.dtype);
  if (peak === null) return null;
  if (cell.languageModel !== null) return (2 * cell.languageModel.parameters) / (0.4 * speed * peak * 1e3);
  const naive = cell.recipe === 'naive' ? 0.5 : 1;
  const flops = flopsPerItem(findWorkload(cell.workload)!, cell)!;
  return flops / (0.9 * shareAt(cell) * speed * naive * peak * 1e3);
}

/** Time that one sample of joined passes covers at least, as the runner joins them. */
const SAMPLE_NS = 20e6;

function itemsPerSample({ mode, recipe, batchSize, sequenceLength }: Cell, ns: number): number {
  if (mode === 'prompt' || mode === 'generate') return sequenceLength!;
  const batch = batchSize ?? 1;
  const joined = recipe === 'optimized' && (mode === 'op' || mode === 'train');
  return joined ? batch * Math.max(1, Math.ceil(SAMPLE_NS / (ns * batch))) : batch;
}

const SAMPLES = 24;

function repetition(
  setting: Setting,
  ns: number,
  runIndex: number,
  items: number,
  isLanguage: boolean,
): Repetition {
  const { random, scatter } = setting;
  const middle = random.around(ns, 0.012);
  const count = isLanguage ? 5 : SAMPLES;
  const samplesNs = Array.from({ length: count }, () =>
    Math.max(1, Math.round(random.around(middle, scatter) * (random.chance(0.02) ? 1.3 : 1))),
  );
  return {
    runIndex,
    coldStartNs: Math.round(random.around(8e8, 0.4) + 2 * ns),
    startUpNs: Math.round(random.around(6e8, 0.3)),
    warmUpSteps: 5,
    steady: random.chance(0.95),
    samplesNs,
    samplesThinned: isLanguage ? 0 : thinned(middle, count),
    itemsPerSample: items,
    convergence: null,
    load: null,
  };
}

/** Readings that are enough for a mean. */
const READINGS = 60;

/** Readings of a counter that NVIDIA's cards have; not on every machine it may be read. */
function powerOf({ random }: Setting, { device }: Cell, { tdpW }: Place, totalNs: number): Power | null {
  if (device.api !== 'cuda' || tdpW === null || random.chance(0.6)) return null;
  const watts = random.logUniform(0.3, 0.95) * tdpW;
  const samples = Array.from({ length: READINGS }, (_, at) => ({
    atNs: Math.round(((at + 1) * totalNs) / (READINGS + 5)) + random.whole(0, 999),
    watts: Math.round(random.around(watts, 0.03) * 100) / 100,
  }));
  return { source: 'nvml-power', scope: 'gpu', idleWatts: Math.round(watts) / 10, samples, lost: null };
}

const reasons = [
  [
    'skipped',
    (random: Random) =>
      `it would take about ${random.whole(4, 50)} s, and the 7 min that the standard preset gives a device are used up; --workloads measures it`,
  ],
  [
    'skipped',
    (random: Random) =>
      `it would take about ${random.whole(2, 9)} min ${random.whole(1, 59)} s, more than the 1 min that the standard preset gives a repetition; --workloads measures it`,
  ],
  ['unsupported', () => 'the engine has no kernel for this layer on this device'],
  ['out-of-memory', () => 'the device has no memory left'],
  ['timeout', () => 'it did not end within 15 min'],
  ['failed', () => 'the process ended with the signal SIGSEGV; update the driver'],
] as const;

/** A cell without a value; skipped ones are the most. */
export function gapAt({ random }: Setting, cell: Cell): Result {
  const [status, reason] = reasons[Math.floor(reasons.length * random.uniform() ** 2)]!;
  const text = reason(random);
  if (status === 'skipped') return { cell, outcome: { status, reason: text, limit: 'time', needed: null } };
  if (status === 'unsupported') return { cell, outcome: { status, reason: text } };
  return { cell, outcome: { status, reason: text, repetitions: [] } };
}

/** A measured cell; null if the device cannot compute it. */
export function resultAt(setting: Setting, place: Place, cell: Cell): Result | null {
  const each = itemNs(setting, place, cell);
  if (each === null) return null;
  const items = itemsPerSample(cell, each);
  const isSwept = cell.mode === 'infer' && ![1, 32].includes(cell.batchSize!);
  const count = setting.preset === 'quick' || isSwept ? 1 : 3;
  const isLanguage = cell.languageModel !== null;
  const repetitions = Array.from({ length: count }, (_, runIndex) =>
    repetition(setting, each * items, runIndex, items, isLanguage),
  );
  const facts = findWorkload(cell.workload)!;
  const passes = items / (cell.batchSize ?? 1);
  const stepsTimed = Math.min(
    ...repetitions.map(({ samplesNs, samplesThinned }) => (samplesNs.length + samplesThinned) * passes),
  );
  const steps = cell.mode === 'train' ? stepsPerEpoch(facts.trainingSamples!, cell.batchSize!) : null;
  const loopNs = each * items * SAMPLES;
  return {
    cell,
    outcome: okOf(cell, repetitions, {
      observed: {},
      power: powerOf(setting, cell, place, loopNs),
      peakMemory: {
        bytes: setting.random.whole(7e8, 15e8),
        method: cell.device.api === 'cuda' ? 'gpu-allocated' : 'rss-peak',
      },
      extrapolated: steps === null || stepsTimed >= steps ? null : { stepsTimed, stepsPerEpoch: steps },
    }),
  };
}
