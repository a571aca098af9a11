/** @file What each preset measures and for how long: a trade of time against certainty, said in one place. */
import type { DeviceKind, EngineId, Preset, Recipe, WorkloadId } from '../data/contract/words.ts';
import type { Timing } from './protocol.ts';

export interface PresetFacts {
  /** One line for the person who waits. */
  summary: string;
  /** Fresh processes a cell. */
  repetitions: number;
  workloads: readonly WorkloadId[];
  recipes: readonly Recipe[];
  /** Rows and columns of the matrices of `matmul`; `software` is for GPUs that a CPU emulates. */
  matrixSizes: Record<DeviceKind | 'software', readonly number[]>;
  timing: Timing;
  /** Time of an epoch's every step instead of `timing.minSamples`. */
  wholeEpochs: boolean;
  /** Time a repetition may take beyond its timing: start-up, compiling, checking, slow single steps. */
  allowanceMs: number;
  /** A repetition that is expected to take longer is skipped unless its workload or recipe was asked for; null = never. */
  longestMs: number | null;
  /** Whether a matrix product at the start and the end looks for throttling. */
  looksForThrottling: boolean;
}

const everyWorkload: WorkloadId[] = ['matmul', 'mnist-cnn', 'fashion-cnn', 'vgg16-cifar100'];
const bothRecipes: Recipe[] = ['naive', 'optimized'];
const SECOND = 1000;
const MINUTE = 60 * SECOND;

export const presets: Record<Preset, PresetFacts> = {
  smoke: {
    summary: 'shows within seconds that everything works; too short to be ranked',
    repetitions: 1,
    workloads: ['matmul', 'mnist-cnn', 'fashion-cnn'],
    recipes: ['optimized'],
    matrixSizes: { cpu: [512], gpu: [1024], software: [256] },
    timing: {
      minWarmUpSteps: 1,
      minWarmUpMs: 0,
      minSamples: 3,
      minMeasureMs: 300,
      maxMeasureMs: 2 * SECOND,
      exactSamples: null,
    },
    wholeEpochs: false,
    allowanceMs: MINUTE,
    longestMs: 20 * SECOND,
    looksForThrottling: false,
  },
  quick: {
    summary: 'every workload in about two minutes a device; one repetition',
    repetitions: 1,
    workloads: everyWorkload,
    recipes: bothRecipes,
    matrixSizes: { cpu: [1024], gpu: [4096], software: [256] },
    timing: {
      minWarmUpSteps: 1,
      minWarmUpMs: 500,
      minSamples: 5,
      minMeasureMs: 2 * SECOND,
      maxMeasureMs: 8 * SECOND,
      exactSamples: null,
    },
    wholeEpochs: false,
    allowanceMs: 3 * MINUTE,
    longestMs: 2 * MINUTE,
    looksForThrottling: false,
  },
  // Warm-up, steps and seconds of the next two: methodology of the plan, after google/benchmark and MLPerf practice.
  standard: {
    summary: 'three repetitions of every workload in about half an hour',
    repetitions: 3,
    workloads: everyWorkload,
    recipes: bothRecipes,
    matrixSizes: { cpu: [1024, 2048], gpu: [2048, 4096], software: [256] },
    timing: {
      minWarmUpSteps: 3,
      minWarmUpMs: 2 * SECOND,
      minSamples: 30,
      minMeasureMs: 15 * SECOND,
      maxMeasureMs: 30 * SECOND,
      exactSamples: null,
    },
    wholeEpochs: false,
    allowanceMs: 5 * MINUTE,
    longestMs: null,
    looksForThrottling: true,
  },
  full: {
    summary: 'seven repetitions and whole epochs: hours',
    repetitions: 7,
    workloads: everyWorkload,
    recipes: bothRecipes,
    matrixSizes: { cpu: [1024, 2048, 4096], gpu: [1024, 2048, 4096, 8192], software: [256] },
    timing: {
      minWarmUpSteps: 3,
      minWarmUpMs: 2 * SECOND,
      minSamples: 30,
      minMeasureMs: 20 * SECOND,
      maxMeasureMs: 120 * MINUTE,
      exactSamples: null,
    },
    wholeEpochs: true,
    allowanceMs: 30 * MINUTE,
    longestMs: null,
    looksForThrottling: true,
  },
};

/** The engine that is taken for a device where none is asked for: the first that works here. */
export const preferredEngines: Record<DeviceKind, readonly EngineId[]> = {
  // TensorFlow's CUDA kernels are the makers' own; WebGPU is what every other GPU has.
  gpu: ['tfjs-node', 'tfjs-webgpu'],
  cpu: ['tfjs-node', 'tfjs-wasm'],
};
