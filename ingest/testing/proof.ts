/** @file What an honest worker reports with a result: the version of its engine and a check within the runner's bounds. */
import { findReferenceRules, rules } from '../../data/catalogue/rules.ts';
import type { Cell, Device } from '../../data/contract/cell.ts';
import type { Ok } from '../../data/contract/outcome.ts';
import type { Check, Comparison } from '../../data/contract/proof.ts';
import type { Repetition } from '../../data/contract/repetition.ts';
import type { EngineId } from '../../data/contract/words.ts';
import { boundsOf } from '../values/bounds.ts';

/** A version of each engine as it reports it where it computes on the CPU. */
const onCpu: Record<EngineId, string> = {
  webgpu: '2',
  wasm: '2',
  'tfjs-wasm': '4.22.0',
  'tfjs-webgpu': '4.22.0',
  'tfjs-node': '4.22.0 (TensorFlow 2.21.0)',
  pytorch: '2.13.0+cpu',
  tensorflow: '2.21.0 (Keras 3.15.1)',
  mlx: '0.32.4 (CPU)',
  jax: '0.10.2',
  'llama.cpp': '3.21.1 (llama.cpp v0.4.0)',
  'mlx-lm': '0.32.2 (MLX 0.32.4 CPU)',
};

/** The same for builds for GPUs that say so, by engine and interface. */
const onGpu: Readonly<Record<string, string>> = {
  'pytorch cuda': '2.13.0+cu129 (CUDA 12.9)',
  'pytorch rocm': '2.13.0+rocm7.0 (HIP 7.0.51831)',
  'pytorch xpu': '2.13.0+xpu (XPU 20250302)',
  'pytorch metal': '2.13.0',
  'tensorflow cuda': '2.21.0 (Keras 3.15.1, CUDA 12.5.1)',
  'mlx cuda': '0.32.4 (cuda)',
  'mlx metal': '0.32.4 (metal)',
  'jax cuda': '0.10.2 (CUDA 12.9)',
  'mlx-lm cuda': '0.32.2 (MLX 0.32.4 cuda)',
  'mlx-lm metal': '0.32.2 (MLX 0.32.4 metal)',
};

/** A version of the engine of a cell as it reports it where the cell is computed. */
export const engineVersionOf = ({ engine, device }: Pick<Cell, 'engine' | 'device'>): string =>
  onGpu[`${engine} ${device.api}`] ?? onCpu[engine];

/** An engine that computes nets on a device. */
export const engineFor = ({ kind, api }: Device): EngineId => {
  if (kind === 'cpu') return 'tfjs-wasm';
  return api === 'cuda' || api === 'rocm' || api === 'xpu' ? 'pytorch' : 'webgpu';
};

const training: readonly Comparison['of'][] = [
  'first loss',
  'losses',
  'gradients',
  'first updates',
  'second updates',
  'loss with dropout',
  'steps counted',
  'movement',
  'movement',
  'first loss after the loop',
  'gradients after the loop',
  'first updates after the loop',
];

/** Comparisons of a cell, each with a hundredth of the error that passes. */
function comparisonsOf(cell: Cell): Comparison[] {
  const bounds = boundsOf(cell) ?? {};
  const names: readonly Comparison['of'][] =
    cell.mode === 'train' || cell.mode === 'converge' ? training : ['outputs', 'outputs of altered inputs'];
  return names.flatMap((of) => {
    const tolerance = bounds[of];
    return tolerance === undefined ? [] : [{ of, error: tolerance / 100, tolerance }];
  });
}

/** A check that passed. */
export function checkOf(cell: Cell): Check {
  if (cell.languageModel !== null) {
    const tolerance = rules.bounds.nextToken;
    return {
      kind: 'next-token',
      against: 'reference',
      positions: 8,
      maxRelativeError: 0.004,
      tolerance,
      passed: true,
    };
  }
  const comparisons = comparisonsOf(cell);
  const [{ error: maxRelativeError, tolerance } = { error: 1e-6, tolerance: 1e-4 }] = comparisons;
  // The reference's samples fill only multiples of its batch.
  const measured = cell.mode !== 'train' || cell.batchSize! % findReferenceRules(cell.workload)!.batch === 0;
  const summary = { maxRelativeError, tolerance, passed: true, comparisons, measured };
  return cell.mode === 'train' || cell.mode === 'converge'
    ? {
        kind: 'loss-trajectory',
        losses: findReferenceRules(cell.workload)?.losses ?? [2, 1],
        ...summary,
      }
    : { kind: 'output', rows: 8, ...summary };
}

/** What the engines in WebAssembly observe, and no other. */
const observedOf = ({ engine }: Cell): Ok['observed'] =>
  engine === 'wasm' || engine === 'tfjs-wasm' ? { simd: true } : {};

/** A result of a cell with nothing unusual about it. */
export const okOf = (cell: Cell, repetitions: Repetition[], change: Partial<Ok> = {}): Ok => ({
  status: 'ok',
  engineVersion: engineVersionOf(cell),
  observed: observedOf(cell),
  repetitions,
  check: checkOf(cell),
  peakMemory: null,
  power: null,
  extrapolated: null,
  ...change,
});
