/** @file What each preset measures and for how long: a trade of time against certainty, said in one place. */
import {
  type DeviceKind,
  type Mode,
  type Preset,
  presetSchema,
  type Recipe,
} from '../../data/contract/words.ts';
import type { Format } from '../language-model/shape.ts';
import type { Timing } from '../protocol/messages.ts';
import type { Workload } from '../workloads/workload.ts';
import type { Choice } from './choice.ts';

/** What a cell is for decides how long it is measured; a `rung` belongs to a ladder of batches, a `sweep` to one of lengths. */
export type Purpose =
  | 'train'
  | 'latency'
  | 'throughput'
  | 'batch-sweep'
  | 'length-sweep'
  | 'op'
  | 'converge'
  | 'tokens';

export interface PresetFacts {
  /** One line for the person who waits. */
  summary: string;
  /** Fresh processes a cell; a rung of a ladder has one. */
  repetitions: Record<Mode, number>;
  recipes: Record<Mode, readonly Recipe[]>;
  /** Rows and columns of the matrices of `matmul`; `software` is for GPUs that a CPU emulates. */
  matrixSizes: Record<DeviceKind | 'software', readonly number[]>;
  /** Also multiplies matrices of float16 and bfloat16, and computes nets in bfloat16 on a GPU, where the engine can. */
  everyDtype: boolean;
  /** Also runs the reference batch forward, not a single sample only. */
  throughput: boolean;
  /** Doubles the batch of a forward pass as far as it pays or fits. */
  batchSweeps: boolean;
  /** Runs nets of sequences at other lengths than their own. */
  modelSweeps: boolean;
  /** The longest sequences of a sweep. */
  longestLength: number;
  /** Trains to a target accuracy without being asked. */
  converges: boolean;
  /** Formats of the language model that the runner makes. */
  languageModels: readonly Format[];
  timing: Record<Purpose, Timing>;
  /** Time of an epoch's every step instead of `timing.train.minSamples`. */
  wholeEpochs: boolean;
  /** Time a repetition may take beyond its timing: start-up, compiling, checking, slow single steps. */
  allowanceMs: number;
  /** A repetition that is expected to take longer is skipped unless its workload was named; null = never. */
  longestMs: number | null;
  /** Time for all cells of a device, by the estimate; what comes on top is skipped likewise. `alone` = the only device. */
  totalMs: Record<DeviceKind | 'alone', number> | null;
  /** No rung of a ladder is begun that is expected to compute longer. */
  longestBatchMs: number;
  /** A power meter is read for so long before the run. */
  idleSeconds: number;
  /** Whether a matrix product at the start and the end looks for throttling. */
  looksForThrottling: boolean;
}

const both: Recipe[] = ['naive', 'optimized'];
const best: Recipe[] = ['optimized'];
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** At least so many samples in at least so many seconds, but no new one after the last figure. */
function timing(
  [minWarmUpSteps, minWarmUpSeconds]: readonly [number, number],
  [minSamples, minSeconds, maxSeconds]: readonly [number, number, number],
): Timing {
  return {
    minWarmUpSteps,
    minWarmUpMs: minWarmUpSeconds * SECOND,
    minSamples,
    minMeasureMs: minSeconds * SECOND,
    maxMeasureMs: maxSeconds * SECOND,
    exactSamples: null,
  };
}

/** An epoch is a sample and needs no warm-up: the first ones are part of what is measured. */
const converge = timing([0, 0], [1, 0, 86_400]);

const each = (count: number): Record<Mode, number> => ({
  train: count,
  infer: count,
  op: count,
  converge: Math.max(count, 3),
  prompt: count,
  generate: count,
});

export const presets: Record<Preset, PresetFacts> = {
  smoke: {
    summary: 'shows within seconds that everything works; too short to be ranked',
    repetitions: { ...each(1), converge: 1 },
    recipes: { train: best, infer: best, op: best, converge: best, prompt: best, generate: best },
    matrixSizes: { cpu: [512], gpu: [1024], software: [256] },
    everyDtype: false,
    throughput: false,
    batchSweeps: false,
    modelSweeps: false,
    longestLength: 128,
    converges: false,
    languageModels: ['q4_0'],
    timing: {
      train: timing([1, 0], [3, 0.3, 2]),
      latency: timing([3, 0], [20, 0.2, 2]),
      throughput: timing([1, 0], [3, 0.2, 2]),
      'batch-sweep': timing([1, 0], [3, 0.2, 2]),
      'length-sweep': timing([1, 0], [3, 0.2, 2]),
      op: timing([1, 0], [3, 0.3, 2]),
      tokens: timing([1, 0], [2, 0, 4]),
      converge,
    },
    wholeEpochs: false,
    allowanceMs: MINUTE,
    longestMs: 20 * SECOND,
    totalMs: null,
    longestBatchMs: 2 * SECOND,
    idleSeconds: 1,
    looksForThrottling: false,
  },
  quick: {
    summary: 'training and latency of every net in about two minutes a device; one repetition',
    repetitions: { ...each(1), converge: 1 },
    recipes: { train: both, infer: best, op: best, converge: best, prompt: best, generate: best },
    matrixSizes: { cpu: [1024], gpu: [4096], software: [256] },
    everyDtype: false,
    throughput: false,
    batchSweeps: false,
    modelSweeps: false,
    longestLength: 4096,
    converges: false,
    languageModels: ['q4_0'],
    timing: {
      train: timing([1, 0.5], [5, 2, 8]),
      latency: timing([50, 0], [200, 0.5, 6]),
      throughput: timing([1, 0.3], [5, 1, 4]),
      'batch-sweep': timing([1, 0], [3, 0.5, 2]),
      'length-sweep': timing([1, 0.3], [5, 0.5, 4]),
      op: timing([1, 0.5], [10, 1, 8]),
      tokens: timing([2, 0], [5, 0, 20]),
      converge,
    },
    wholeEpochs: false,
    allowanceMs: 3 * MINUTE,
    longestMs: 30 * SECOND,
    totalMs: { gpu: 2 * MINUTE, cpu: 2 * MINUTE, alone: 2 * MINUTE },
    longestBatchMs: 5 * SECOND,
    idleSeconds: 3,
    looksForThrottling: false,
  },
  // Samples and seconds of the next two: methodology of the plan, after google/benchmark and MLPerf practice. `standard`
  // spreads the seconds over its three repetitions: 20 of training, 10 to 60 of latency.
  standard: {
    summary: 'three repetitions of every workload in about half an hour',
    repetitions: each(3),
    recipes: { train: both, infer: best, op: best, converge: best, prompt: best, generate: best },
    matrixSizes: { cpu: [1024, 2048], gpu: [2048, 4096, 8192], software: [256] },
    everyDtype: true,
    throughput: true,
    batchSweeps: true,
    modelSweeps: true,
    longestLength: 4096,
    converges: false,
    languageModels: ['q4_0', 'q8_0'],
    timing: {
      train: timing([3, 1], [30, 7, 15]),
      latency: timing([50, 0.5], [200, 3.5, 20]),
      throughput: timing([3, 0.5], [10, 1, 10]),
      'batch-sweep': timing([1, 0.2], [5, 0.5, 5]),
      'length-sweep': timing([3, 0.5], [10, 1, 10]),
      op: timing([3, 0.5], [10, 2, 10]),
      tokens: timing([2, 0], [5, 0, 60]),
      converge,
    },
    wholeEpochs: false,
    allowanceMs: 5 * MINUTE,
    longestMs: MINUTE,
    totalMs: { gpu: 22 * MINUTE, cpu: 7 * MINUTE, alone: 28 * MINUTE },
    longestBatchMs: 20 * SECOND,
    idleSeconds: 10,
    looksForThrottling: true,
  },
  full: {
    summary:
      'whole epochs, three of them trained, seven repetitions of the rest, and training to a target: hours',
    repetitions: { train: 3, infer: 7, op: 7, converge: 3, prompt: 7, generate: 7 },
    recipes: { train: both, infer: both, op: both, converge: best, prompt: best, generate: best },
    matrixSizes: { cpu: [1024, 2048, 4096], gpu: [1024, 2048, 4096, 8192, 16384], software: [256] },
    everyDtype: true,
    throughput: true,
    batchSweeps: true,
    modelSweeps: true,
    longestLength: 8192,
    converges: true,
    languageModels: ['q4_0', 'q8_0'],
    timing: {
      train: timing([3, 2], [30, 20, 7200]),
      latency: timing([50, 2], [200, 10, 60]),
      throughput: timing([3, 2], [30, 5, 60]),
      'batch-sweep': timing([3, 0.5], [10, 2, 20]),
      'length-sweep': timing([3, 1], [10, 2, 60]),
      op: timing([3, 2], [10, 2, 60]),
      tokens: timing([2, 0], [5, 0, 600]),
      converge,
    },
    wholeEpochs: true,
    allowanceMs: 30 * MINUTE,
    longestMs: HOUR,
    totalMs: null,
    longestBatchMs: 2 * MINUTE,
    idleSeconds: 30,
    looksForThrottling: true,
  },
};

/** The workloads that were named, else those of the preset; in the order given. */
export function chooseWorkloads(
  workloads: readonly Workload[],
  { preset, workloads: named }: Pick<Choice, 'preset' | 'workloads'>,
): Workload[] {
  const lengthOf = (one: Preset) => presetSchema.options.indexOf(one);
  return workloads.filter(({ id, firstPreset }) =>
    named === null ? lengthOf(firstPreset) <= lengthOf(preset) : named.includes(id),
  );
}
