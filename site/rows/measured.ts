/** @file Describes what was measured besides the value of a row: latency, batches, drift, memory, energy, cost, training, models, checks. Pure. */
import type { Row } from '../../data/contract/leaderboard.ts';
import { counted } from '../../data/derive/counted.ts';
import { formatNumber, formatShare } from './format.ts';
import { modelFacts } from './language-model.ts';

const memoryWords: Record<NonNullable<Row['peakMemory']>['method'], string> = {
  'rss-peak': 'resident memory of the process at its highest',
  'gpu-allocated': 'memory of the GPU that the engine had taken',
  'cuda-max-allocated': 'CUDA memory of the engine at its highest',
  'tf-peak': 'memory of the GPU that TensorFlow had taken at its highest',
  'mlx-peak': 'memory that MLX had taken at its highest',
  'allocator-peak': 'memory of the GPU that the engine’s allocator had handed out at its highest',
  'mps-driver-polled': 'memory that the Metal driver held, read again and again',
};

const meterWords: Record<NonNullable<Row['energy']>['source'], string> = {
  'nvml-energy': 'energy counter of NVML',
  'nvml-power': 'power readings of NVML',
  'hwmon-energy': 'energy counter of the GPU’s driver',
  'hwmon-power': 'power readings of the GPU’s driver',
  rapl: 'RAPL counter',
  ioreport: 'estimate of Apple’s IOReport',
  powermetrics: 'estimate of Apple’s powermetrics',
  'wall-meter': 'meter at the wall',
};

const scopeWords: Record<NonNullable<Row['energy']>['scope'], string> = {
  gpu: 'the GPU board alone',
  package: 'the processor package alone',
  system: 'the whole computer',
};

const dataSourceWords = {
  official: 'the official files, each with the right SHA-256',
  generated: 'generated samples of the same shapes, not the real data set: compare only with its like',
} as const;

/** Pairs of term and fact; what was not measured is left out. */
export function measuredFacts(entry: Row): [string, string][] {
  return [
    ...ifKnown('Latency', latencyWords(entry)),
    ...ifKnown('Largest batch', batchWords(entry)),
    ...ifKnown('Target', entry.convergence && targetWords(entry.convergence)),
    ...ifKnown('Data', entry.convergence && dataSourceWords[entry.convergence.dataSource]),
    ...modelFacts(entry),
    ...ifKnown('Checked', entry.check && checkWords(entry.check)),
    ...ifKnown('Drift', entry.drift === null ? null : driftWords(entry.drift)),
    ...ifKnown('Share of the peak', shareWords(entry)),
    ...ifKnown('First step', entry.firstStepSeconds === null ? null : firstStepWords(entry.firstStepSeconds)),
    ...ifKnown('Peak memory', entry.peakMemory && peakMemoryWords(entry.peakMemory)),
    ...ifKnown('Power', entry.energy && powerWords(entry.energy)),
    ...ifKnown('Energy', entry.energy && energyWords(entry.energy)),
    ...ifKnown('Cost of a run', entry.cost && costWords(entry.cost)),
  ];
}

function ifKnown(term: string, text: string | null): [string, string][] {
  return text === null ? [] : [[term, text]];
}

function latencyWords({ latency, value }: Row): string | null {
  if (latency === null) return null;
  const samples = latency.samples.toLocaleString('en-GB');
  return `median ${formatNumber(value)} ms, 90th percentile ${formatNumber(latency.p90Ms)} ms, of ${samples} single inferences`;
}

/** Only running out of memory proves that a batch is the largest. */
function batchWords({ largestBatch }: Row): string | null {
  if (largestBatch === null) return null;
  const { batchSize, limit, reason } = largestBatch;
  return `${limit === 'memory' ? '' : 'at least '}${batchSize.toLocaleString('en-GB')}. ${reason}`;
}

function targetWords({ target, epochs, runs, reached }: NonNullable<Row['convergence']>): string {
  const met = `${reached} of ${counted(runs, 'run')} reached it`;
  return `${formatShare(target)} of the evaluation set, after ${formatNumber(epochs)} epochs (median); ${met}`;
}

const comparedWords: Record<NonNullable<Row['check']>['kind'], string> = {
  output: 'rows of the output',
  'loss-trajectory': 'losses and gradients of the first steps',
  'next-token': 'probabilities of the next token',
  none: 'nothing',
};

const againstWords = {
  reference: 'a reference in float64',
  itself: 'those of the engine when it reads the prompt token by token',
} as const;

function checkWords({ kind, against, maxRelativeError, tolerance, why }: NonNullable<Row['check']>): string {
  if (why !== null) return `not at all: ${why}`;
  const what = comparedWords[kind];
  if (against === null || maxRelativeError === null || tolerance === null)
    return `${what} are finite and the losses fall; no reference is kept for them yet`;
  const error = `relative error ${small(maxRelativeError)}, allowed ${small(tolerance)}`;
  return `${what} against ${againstWords[against]}: ${error}`;
}

/** "0.02", "1.2e-6": a small number in few characters. */
const small = (value: number) =>
  value === 0 || value >= 1e-3 ? formatNumber(value) : value.toExponential(1);

/** The one place that says what a share is of. */
function shareWords({ utilization, utilizationOf, metric, dtype }: Row): string | null {
  if (utilization === null) return null;
  if (metric === 'gigabytesPerSecond') return `${formatShare(utilization)} of the rated memory bandwidth`;
  return utilizationOf === 'measured'
    ? `${formatShare(utilization)} of the fastest ${dtype} product of any engine in the same run; the rated peak is not known`
    : `${formatShare(utilization)} of the rated ${dtype} peak`;
}

const firstStepWords = (seconds: number): string =>
  `${formatNumber(seconds)} s after the start of the process: loading, building and compiling included`;

function driftWords(drift: number): string {
  const share = formatShare(Math.abs(drift));
  if (share === '0 %') return 'none between the first and the last repetition';
  return `the last repetition took ${share} ${drift > 0 ? 'longer' : 'less'} than the first`;
}

function peakMemoryWords({ bytes, method }: NonNullable<Row['peakMemory']>): string {
  return `${formatNumber(bytes / 1e9)} GB: ${memoryWords[method]}`;
}

function powerWords({ watts, idleWatts, source, scope }: NonNullable<Row['energy']>): string {
  const idle = idleWatts === null ? 'idle not read' : `${formatNumber(idleWatts)} W idle`;
  return `${formatNumber(watts)} W on average (${idle}), ${scopeWords[scope]}, by the ${meterWords[source]}`;
}

/** Energy per operation means little, so operations show the power only. */
function energyWords({ joules, per }: NonNullable<Row['energy']>): string | null {
  return joules === null ? null : `${formatNumber(joules)} J per ${per}`;
}

function costWords({ usd, hours, epochs, pricePerHourUsd, source }: NonNullable<Row['cost']>): string {
  const run = epochs === null ? 'to the target' : `for ${formatNumber(epochs)} epochs`;
  return `${formatNumber(usd)} USD = ${formatNumber(hours)} hours ${run} x ${formatNumber(pricePerHourUsd)} USD an hour. Price: ${source}`;
}
