/** @file Pipelines and bind groups of kernels on one device; equal WGSL is compiled once. */
import { type Binding, bindingBytes, type Kernel, toWgsl } from '../kernels/kernel.ts';

/** Where the memory of a binding is. `size` is only for buffers that are not padded to whole vectors. */
export type Locate = (memory: Binding['memory']) => { buffer: GPUBuffer; offset: number; size?: number };

export interface Pipelines {
  /** @throws Error if the device rejects the kernel */
  create: (kernel: Kernel, isCut: boolean) => Promise<GPUComputePipeline>;
  /** For callers that cannot wait. A rejection is an uncaptured error of the device. */
  createSync: (kernel: Kernel, isCut: boolean) => GPUComputePipeline;
  /** The group of a kernel's own bindings. */
  bind: (kernel: Kernel, locate: Locate) => GPUBindGroup;
}

/** The layouts of bindings, by which of them are written. */
function createLayouts(device: GPUDevice) {
  const layouts = new Map<string, GPUBindGroupLayout>();
  return (bindings: readonly Binding[]): GPUBindGroupLayout => {
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
  };
}

/** @param shared Layouts of the groups after that of the bindings, which all kernels have. */
export function createPipelines(device: GPUDevice, shared: readonly GPUBindGroupLayout[]): Pipelines {
  const promised = new Map<string, Promise<GPUComputePipeline>>();
  const created = new Map<string, GPUComputePipeline>();
  const layoutOf = createLayouts(device);

  const describe = (module: GPUShaderModule, kernel: Kernel): GPUComputePipelineDescriptor => ({
    layout: device.createPipelineLayout({ bindGroupLayouts: [layoutOf(kernel.bindings), ...shared] }),
    compute: { module, entryPoint: 'main' },
  });

  async function compile(code: string, kernel: Kernel): Promise<GPUComputePipeline> {
    // A rejected text must not count as an error of the device: another variant may be accepted.
    device.pushErrorScope('validation');
    const module = device.createShaderModule({ code });
    const rejected = await device.popErrorScope();
    if (rejected) throw new Error(`the GPU rejects a kernel: ${rejected.message}`);
    return device.createComputePipelineAsync(describe(module, kernel));
  }

  const compileSync = (code: string, kernel: Kernel): GPUComputePipeline =>
    device.createComputePipeline(describe(device.createShaderModule({ code }), kernel));

  /** The pipeline of a kernel, compiled unless it is known. */
  function pipelineOf<Pipeline>(
    known: Map<string, Pipeline>,
    compileNew: (code: string, kernel: Kernel) => Pipeline,
    [kernel, isCut]: readonly [Kernel, boolean],
  ): Pipeline {
    const code = toWgsl(kernel, isCut);
    const pipeline = known.get(code) ?? compileNew(code, kernel);
    known.set(code, pipeline);
    return pipeline;
  }

  return {
    create: (...kernel) => pipelineOf(promised, compile, kernel),
    createSync: (...kernel) => pipelineOf(created, compileSync, kernel),
    bind: ({ bindings }, locate) =>
      device.createBindGroup({
        layout: layoutOf(bindings),
        entries: bindings.map((binding, number) => ({
          binding: number,
          resource: { size: bindingBytes(binding), ...locate(binding.memory) },
        })),
      }),
  };
}
