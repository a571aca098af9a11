/** @file What an honest worker reports with a result: the version of its engine and a check within the runner's bounds. */
import { findReferenceRules, rules } from '../../data/catalogue/rules.ts';
import type { Cell, Device } from '../../data/contract/cell.ts';
import type { Check, Comparison, Ok, Repetition } from '../../data/contract/outcome.ts';
import type { EngineId } from '../../data/contract/words.ts';
import { boundsOf } from '../values/bounds.ts';

/** A version of each engine as it reports it. */
export const engineVersions: Record<EngineId, string> = {
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

/** A result of a cell with nothing unusual about it. */
export const okOf = (cell: Cell, repetitions: Repetition[], change: Partial<Ok> = {}): Ok => ({
  status: 'ok',
  engineVersion: engineVersions[cell.engine],
  observed: { simd: true },
  repetitions,
  check: checkOf(cell),
  peakMemory: null,
  power: null,
  extrapolated: null,
  ...change,
});
