/** @file Defines what each preset measures and for how long: the trade-off between time and certainty. */
import type { Purpose } from '../../data/contract/rules.ts';
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

export interface PresetFacts {
  /** One line for `--help`. */
  summary: string;
  /** Worker processes per cell; one per batch in a batch sweep. */
  repetitions: Record<Mode, number>;
  recipes: Record<Mode, readonly Recipe[]>;
  /** Rows and columns of the `matmul` matrices; `software` is for software GPUs. */
  matrixSizes: Record<DeviceKind | 'software', readonly number[]>;
  /** Devices whose memory is measured by `copy`, unless that was named. On a CPU it takes longer than a short run has time for. */
  copiesOn: readonly DeviceKind[];
  /**
   * `usual` = on a GPU that has it also bfloat16, which most people train in there; `every` = also products of float16 and
   * bfloat16 on a CPU. Dtypes that the engine does not support are left out.
   */
  dtypes: 'float32' | 'usual' | 'every';
  /** Also measures forward passes of the reference batch, not only of a single sample. */
  throughput: boolean;
  /** Runs batch sweeps of forward passes. */
  batchSweeps: boolean;
  /** Runs length sweeps of nets whose samples are sequences. */
  modelSweeps: boolean;
  /** The longest sequence of a length sweep. */
  longestLength: number;
  /** Trains to a target accuracy even without `--converge`. */
  converges: boolean;
  /** Formats of the language models that the runner generates. */
  languageModels: readonly Format[];
  timing: Record<Purpose, Timing>;
  /** Times every step of an epoch instead of `timing.train.minSamples`. */
  wholeEpochs: boolean;
  /** Milliseconds that a repetition may take beyond its timing: start-up, compiling, checking, slow single steps. */
  allowanceMs: number;
  /** Cells whose repetition is expected to take longer are skipped unless their workload was named; null = no limit. */
  longestMs: number | null;
  /** Training beyond `longestMs` is measured at a smaller batch whose repetition takes at most this; null = never. */
  longestTrainingMs: number | null;
  /**
   * Time for all cells of an engine on a device; cells beyond it are skipped. `alone` = the only device; `languageModels` =
   * an engine for them on either device. Idle power and the start of the engines come on top. Null = no limit.
   */
  totalMs: Record<DeviceKind | 'alone' | 'languageModels', number> | null;
  /** Batches of a sweep that are expected to compute longer are skipped. */
  longestBatchMs: number;
  /** How long to measure idle power before the run. */
  idleSeconds: number;
  /** Whether to time a bookend to detect throttling. */
  looksForThrottling: boolean;
}

const both: Recipe[] = ['naive', 'optimized'];
const best: Recipe[] = ['optimized'];
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Minimum steps and seconds of the warm-up; minimum samples, minimum seconds and maximum seconds of the measurement. */
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

/** Each epoch is a sample. There is no warm-up, because the first epochs count. */
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
    summary: 'checks within seconds that everything works; too short to be ranked',
    repetitions: { ...each(1), converge: 1 },
    recipes: { train: best, infer: best, op: best, converge: best, prompt: best, generate: best },
    matrixSizes: { cpu: [512], gpu: [1024], software: [256] },
    copiesOn: [],
    dtypes: 'float32',
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
    longestTrainingMs: null,
    totalMs: null,
    longestBatchMs: 2 * SECOND,
    idleSeconds: 1,
    looksForThrottling: false,
  },
  quick: {
    summary: 'products, training and latency of every net in two minutes per device; one repetition',
    repetitions: { ...each(1), converge: 1 },
    recipes: { train: both, infer: best, op: best, converge: best, prompt: best, generate: best },
    matrixSizes: { cpu: [1024], gpu: [4096], software: [256] },
    copiesOn: ['gpu'],
    dtypes: 'usual',
    throughput: false,
    batchSweeps: false,
    modelSweeps: false,
    longestLength: 4096,
    converges: false,
    languageModels: ['q4_0'],
    timing: {
      train: timing([1, 0.3], [5, 1, 6]),
      latency: timing([50, 0], [200, 0.5, 6]),
      throughput: timing([1, 0.3], [5, 1, 4]),
      'batch-sweep': timing([1, 0], [3, 0.5, 2]),
      'length-sweep': timing([1, 0.3], [5, 0.5, 4]),
      op: timing([1, 0.3], [10, 0.5, 6]),
      tokens: timing([2, 0], [5, 0, 20]),
      converge,
    },
    wholeEpochs: false,
    allowanceMs: 3 * MINUTE,
    longestMs: 30 * SECOND,
    longestTrainingMs: 16 * SECOND,
    totalMs: { gpu: 115 * SECOND, cpu: 115 * SECOND, alone: 115 * SECOND, languageModels: MINUTE },
    longestBatchMs: 5 * SECOND,
    idleSeconds: 3,
    looksForThrottling: false,
  },
  // Samples and seconds of `standard` and `full` follow google/benchmark and MLPerf practice. `standard` spreads the
  // seconds over its three repetitions: 20 of training, 10 to 60 of latency.
  standard: {
    summary: 'three repetitions of every workload in about half an hour',
    repetitions: each(3),
    recipes: { train: both, infer: best, op: best, converge: best, prompt: best, generate: best },
    matrixSizes: { cpu: [1024, 2048], gpu: [2048, 4096, 8192], software: [256] },
    copiesOn: ['cpu', 'gpu'],
    dtypes: 'every',
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
    longestTrainingMs: 30 * SECOND,
    totalMs: { gpu: 19 * MINUTE, cpu: 6 * MINUTE, alone: 25 * MINUTE, languageModels: 1.5 * MINUTE },
    longestBatchMs: 20 * SECOND,
    idleSeconds: 10,
    looksForThrottling: true,
  },
  full: {
    summary:
      'three whole epochs of training, seven repetitions of the rest, and training to a target; takes hours',
    repetitions: { train: 3, infer: 7, op: 7, converge: 3, prompt: 7, generate: 7 },
    recipes: { train: both, infer: both, op: both, converge: best, prompt: best, generate: best },
    matrixSizes: { cpu: [1024, 2048, 4096], gpu: [1024, 2048, 4096, 8192, 16384], software: [256] },
    copiesOn: ['cpu', 'gpu'],
    dtypes: 'every',
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
    longestTrainingMs: null,
    totalMs: null,
    longestBatchMs: 2 * MINUTE,
    idleSeconds: 30,
    looksForThrottling: true,
  },
};

/** The named workloads, else those of the preset, in the order of `workloads`. */
export function chooseWorkloads(
  workloads: readonly Workload[],
  { preset, workloads: named }: Pick<Choice, 'preset' | 'workloads'>,
): Workload[] {
  const lengthOf = (one: Preset) => presetSchema.options.indexOf(one);
  return workloads.filter(({ id, firstPreset }) =>
    named === null ? lengthOf(firstPreset) <= lengthOf(preset) : named.includes(id),
  );
}
