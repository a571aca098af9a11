/** @file Turns kernels into dispatches of a device: pipelines, and pieces of large grids. */
import { type Kernel, readsOrigin } from '../kernels/kernel.ts';
import { createOrigins } from './origins.ts';
import { createPipelines, type Pipelines } from './pipelines.ts';

/**
 * Most floating-point operations of one dispatch. Half a TFLOP/s, which slow integrated GPUs reach, computes them in
 * 200 ms; drivers reset a GPU that does not respond for 2 s (learn.microsoft.com, "Timeout detection and recovery").
 */
const MOST_FLOPS = 1e11;

/** A kernel with its pipelines and pieces. */
export interface Compiled {
  kernel: Kernel;
  pipeline: GPUComputePipeline;
  /** Grids that add up to the kernel's; each with the offset of its origin in the buffer of origins. */
  pieces: readonly { grid: readonly [number, number, number]; originOffset: number }[];
}

/** A range of workgroups along one dimension. */
interface Range {
  first: number;
  count: number;
}

function splitRange(total: number, parts: number): Range[] {
  const count = Math.ceil(total / parts);
  return Array.from({ length: Math.ceil(total / count) }, (_, number) => ({
    first: number * count,
    count: Math.min(count, total - number * count),
  }));
}

/** Cuts a grid along its longest dimension into pieces of at most `mostFlops`. */
export function cutGrid({ grid, flops }: Pick<Kernel, 'grid' | 'flops'>, mostFlops = MOST_FLOPS) {
  const dimension = grid.indexOf(Math.max(...grid));
  return splitRange(grid[dimension]!, Math.ceil(Math.max(flops, 1) / mostFlops)).map(({ first, count }) => ({
    grid: grid.with(dimension, count) as [number, number, number],
    origin: [0, 0, 0].with(dimension, first) as [number, number, number],
  }));
}

/** Compiles the kernels of one device into dispatches. */
export interface Compiler {
  /** Of the group of a step's scalars. */
  scalarsLayout: GPUBindGroupLayout;
  /** The group of origins; its dynamic offset is that of a piece. */
  origins: GPUBindGroup;
  /** @throws Error if the device rejects the kernel */
  compile: (kernel: Kernel) => Promise<Compiled>;
  /** For callers that cannot wait. A rejection is an uncaptured error of the device. */
  compileSync: (kernel: Kernel) => Compiled;
  /** The group of a kernel's own bindings. */
  bind: Pipelines['bind'];
  dispose: () => void;
}

/** @param mostFlops Floating-point operations of one dispatch. */
export function createCompiler(device: GPUDevice, mostFlops = MOST_FLOPS): Compiler {
  const scalarsLayout = device.createBindGroupLayout({
    entries: [{ binding: 0, visibility: GPUShaderStage.COMPUTE, buffer: { type: 'uniform' } }],
  });
  const origins = createOrigins(device);
  const pipelines = createPipelines(device, [scalarsLayout, origins.layout]);
  const piecesOf = (kernel: Kernel): Compiled['pieces'] =>
    cutGrid(kernel, mostFlops).map(({ grid, origin }) => ({
      grid,
      originOffset: origins.offsetOf([...origin, kernel.dropoutLayer ?? 0]),
    }));
  return {
    scalarsLayout,
    origins: origins.group,
    compile: async (kernel) => {
      const pieces = piecesOf(kernel);
      return { kernel, pieces, pipeline: await pipelines.create(kernel, pieces.length > 1) };
    },
    compileSync: (kernel) => {
      const pieces = piecesOf(kernel);
      return { kernel, pieces, pipeline: pipelines.createSync(kernel, pieces.length > 1) };
    },
    bind: pipelines.bind,
    dispose: origins.dispose,
  };
}

/** Adds the dispatches of a kernel to a pass, in which the groups of scalars and origins are set. */
export function encode(
  pass: GPUComputePassEncoder,
  { kernel, pipeline, pieces }: Compiled,
  group: GPUBindGroup,
  origins: GPUBindGroup,
): void {
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, group);
  for (const { grid, originOffset } of pieces) {
    if (readsOrigin(kernel, pieces.length > 1)) pass.setBindGroup(2, origins, [originOffset]);
    pass.dispatchWorkgroups(...grid);
  }
}
