/** @file The `pytorch` engine. PyTorch: CUDA, ROCm, XPU, Metal (MPS) or the CPU. */
import { join } from 'node:path';
import type { Cell } from '../../../data/contract/cell.ts';
import type { DeviceKind, DType, Mode } from '../../../data/contract/words.ts';
import type { Layer } from '../../models/layers.ts';
import { workloads } from '../../workloads/index.ts';
import { pythonEngine } from '../python/engine.ts';
import { COMPILED } from '../python/environment/environment.ts';
import { requirements } from './requirements.ts';

const compiles = (mode: Mode, kind: DeviceKind, dtype: DType): boolean =>
  kind === 'gpu' ? mode !== 'op' && (dtype === 'bfloat16' || dtype === 'float16') : mode === 'infer';

const convolves = (layers: readonly Layer[]): boolean =>
  layers.some(
    (layer) =>
      layer.kind === 'conv2d' ||
      (layer.kind === 'residual' && (convolves(layer.body) || convolves(layer.shortcut))),
  );

/** PyTorch's defaults allow TensorFloat-32 in convolutions but not in matrix products. */
const naiveDType = ({ workload }: Pick<Cell, 'workload'>): 'float32' | 'tf32' => {
  const declared = workloads.find(({ id }) => id === workload);
  return declared?.kind === 'model' && convolves(declared.model.layers) ? 'tf32' : 'float32';
};

export const engine = pythonEngine({
  id: 'pytorch',
  computes: 'nets',
  // First, because it is the most widely used framework for training.
  preference: { gpu: 10, cpu: 10 },
  expected: {
    startUpMs: 4000,
    // Forward passes on CPUs: 4 to 17 s on two cores of a server from 2021. On GPUs nets in half precision: the first step
    // took 15 to 29 s beside an H200 (PyTorch 2.11), without a cache of compiled code.
    compilingMs: ({ mode, recipe, device, dtype }) =>
      recipe === 'optimized' && compiles(mode, device.kind, dtype)
        ? { gpu: 20_000, cpu: 9000 }[device.kind]
        : 0,
    // Measured there on both cores: 192e9 for products, 55e9 to 143e9 for nets from small to large.
    core: { op: 80e9, net: 30e9 },
  },
  deviceKinds: ['gpu', 'cpu'],
  copies: true,
  // One cache of compiled code for all repetitions and runs: the system empties PyTorch's own place when it starts.
  environment: { TORCHINDUCTOR_CACHE_DIR: join(COMPILED, 'pytorch') },
  naiveDType,
  module: 'torch',
  requirements,
});
