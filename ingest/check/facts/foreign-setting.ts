/** @file P37: what a worker observes is what its engine has, so that the times of one engine are not filed under another. */
import type { EngineId } from '../../../data/contract/words.ts';
import type { Check, CheckFinding } from '../contract/check.ts';

/** Settings by the engines that report them: the `observed` of their workers in `runner/engines`, and of earlier versions. */
const ofEngines: readonly (readonly [engines: readonly EngineId[], settings: readonly string[]])[] = [
  [['wasm', 'tfjs-wasm'], ['simd']],
  [['wasm'], ['relaxedSimd', 'wideVectors', 'memory64', 'chunks']],
  [['webgpu', 'tfjs-webgpu'], ['subgroups']],
  [['webgpu'], ['timestamps', 'workgroupBytes', 'tuned', 'encodingMs', 'kernelMs']],
  [['tfjs-webgpu'], ['ownKernels', 'matmulConvGradient', 'matmulFilterGradient']],
  [['tfjs-node'], ['cudaBuild']],
  [['pytorch', 'tensorflow'], ['onednn']],
  [['pytorch'], ['memoryKept', 'deviceGraph']],
  [['jax'], ['cudnnAttention']],
  [
    ['llama.cpp', 'mlx-lm'],
    ['gpuLayers', 'cacheKeys', 'cacheValues'],
  ],
];

const enginesOf = new Map(
  ofEngines.flatMap(([engines, settings]) => settings.map((setting) => [setting, engines] as const)),
);

export const foreignSetting: Check = ({ measurements }) =>
  measurements.flatMap((measurement): CheckFinding[] => {
    const { cell, outcome } = measurement;
    const foreign = Object.keys(outcome.observed).find(
      (setting) => enginesOf.get(setting)?.includes(cell.engine) === false,
    );
    if (foreign === undefined) return [];
    const text = `the worker observed "${foreign}", which ${enginesOf.get(foreign)!.join(' and ')} report and ${cell.engine} does not`;
    return [{ check: 'p37-settings', severity: 'quarantine', measurement, text }];
  });
