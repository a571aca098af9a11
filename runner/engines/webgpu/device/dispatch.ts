/** @file Turns kernels into dispatches of a device: pipelines, bind groups and pieces of large grids. */
import { type Binding, bindingBytes, type Kernel, readsOrigin, toWgsl } from '../kernels/kernel.ts';

/**
 * Most floating-point operations of one dispatch. Half a TFLOP/s, which slow integrated GPUs reach, computes them in
 * 200 ms; drivers reset a GPU that does not respond for 2 s (learn.microsoft.com, "Timeout detection and recovery").
 */
const MOST_FLOPS = 1e11;

/** Where the memory of a binding is. `size` is only for buffers that are not padded to whole vectors. */
export type Locate = (memory: Binding['memory']) => { buffer: GPUBuffer; offset: number; size?: number };

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

/** Alignment of dynamic offsets that every device accepts. */
const OFFSET_BYTES = 256;

/** Different origins of all pieces together; more than the nets of the benchmark need. */
const MOST_ORIGINS = 1024;

/** Compiles kernels of one device; equal WGSL is compiled once. */
export function createCompiler(device: GPUDevice, mostFlops = MOST_FLOPS) {
  const promised = new Map<string, Promise<GPUComputePipeline>>();
  const created = new Map<string, GPUComputePipeline>();
  const layouts = new Map<string, GPUBindGroupLayout>();
  const uniform = (hasDynamicOffset: boolean) =>
    device.createBindGroupLayout({
      entries: [
        { binding: 0, visibility: GPUShaderStage.COMPUTE, buffer: { type: 'uniform', hasDynamicOffset } },
      ],
    });
  const scalarsLayout = uniform(false);
  const originLayout = uniform(true);
  const originBuffer = device.createBuffer({
    size: MOST_ORIGINS * OFFSET_BYTES,
    usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
  });
  const originOffsets = new Map<string, number>();

  /** @param origin The first workgroup, and the dropout layer. */
  function originOffset(origin: readonly [number, number, number, number]): number {
    const known = originOffsets.get(`${origin}`);
    if (known !== undefined) return known;
    const offset = originOffsets.size * OFFSET_BYTES;
    if (offset >= originBuffer.size) throw new Error('a grid has too many pieces; use a smaller --batch');
    device.queue.writeBuffer(originBuffer, offset, Uint32Array.of(...origin));
    originOffsets.set(`${origin}`, offset);
    return offset;
  }

  function layoutOf(bindings: readonly Binding[]): GPUBindGroupLayout {
    const types = bindings.map(({ access }) => (access === 'read' ? 'read-only-storage' : 'storage'));
    const known = layouts.get(types.join());
    if (known) return known;
    const layout = device.createBindGroupLayout({
      entries: types.map((type, binding) => ({
        binding,
        visibility: GPUShaderStage.COMPUTE,
        buffer: { type },
      })),
    });
    layouts.set(types.join(), layout);
    return layout;
  }

  const describe = (module: GPUShaderModule, layout: GPUBindGroupLayout): GPUComputePipelineDescriptor => ({
    layout: device.createPipelineLayout({ bindGroupLayouts: [layout, scalarsLayout, originLayout] }),
    compute: { module, entryPoint: 'main' },
  });

  async function createPipeline(code: string, layout: GPUBindGroupLayout): Promise<GPUComputePipeline> {
    // A rejected text must not count as an error of the device: another variant may be accepted.
    device.pushErrorScope('validation');
    const module = device.createShaderModule({ code });
    const rejected = await device.popErrorScope();
    if (rejected) throw new Error(`the GPU rejects a kernel: ${rejected.message}`);
    return device.createComputePipelineAsync(describe(module, layout));
  }

  const createPipelineSync = (code: string, layout: GPUBindGroupLayout): GPUComputePipeline =>
    device.createComputePipeline(describe(device.createShaderModule({ code }), layout));

  /** The pipeline of a kernel, created unless it is known. */
  function pipelineOf<Pipeline>(
    known: Map<string, Pipeline>,
    create: (code: string, layout: GPUBindGroupLayout) => Pipeline,
    kernel: Kernel,
    cut: boolean,
  ): Pipeline {
    const code = toWgsl(kernel, cut);
    const pipeline = known.get(code) ?? create(code, layoutOf(kernel.bindings));
    known.set(code, pipeline);
    return pipeline;
  }

  const piecesOf = (kernel: Kernel): Compiled['pieces'] =>
    cutGrid(kernel, mostFlops).map(({ grid, origin }) => ({
      grid,
      originOffset: originOffset([...origin, kernel.dropoutLayer ?? 0]),
    }));

  return {
    scalarsLayout,
    /** The group of origins; its dynamic offset is that of a piece. */
    origins: device.createBindGroup({
      layout: originLayout,
      entries: [{ binding: 0, resource: { buffer: originBuffer, size: 16 } }],
    }),
    /** @throws Error if the device rejects the kernel */
    async compile(kernel: Kernel): Promise<Compiled> {
      const pieces = piecesOf(kernel);
      const pipeline = await pipelineOf(promised, createPipeline, kernel, pieces.length > 1);
      return { kernel, pipeline, pieces };
    },
    /** For callers that cannot wait. A rejection is an uncaptured error of the device. */
    compileSync(kernel: Kernel): Compiled {
      const pieces = piecesOf(kernel);
      const pipeline = pipelineOf(created, createPipelineSync, kernel, pieces.length > 1);
      return { kernel, pipeline, pieces };
    },
    bind({ bindings }: Kernel, locate: Locate): GPUBindGroup {
      return device.createBindGroup({
        layout: layoutOf(bindings),
        entries: bindings.map((binding, number) => ({
          binding: number,
          resource: { size: bindingBytes(binding), ...locate(binding.memory) },
        })),
      });
    },
    dispose: () => originBuffer.destroy(),
  };
}

export type Compiler = ReturnType<typeof createCompiler>;

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
