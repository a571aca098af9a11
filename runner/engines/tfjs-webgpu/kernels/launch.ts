/** @file Runs our kernels in tfjs' WebGPU backend: on its buffers, in its compute pass, in the order of its calls. */
import { env, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { bytesOf, type Value } from '../../compiled/graph/value.ts';
import { kernelLimitsOf } from '../../webgpu/device/device.ts';
import { type Compiled, type Compiler, createCompiler, encode } from '../../webgpu/device/dispatch.ts';
import type { Locate } from '../../webgpu/device/pipelines.ts';
import { SCALARS_BYTES } from '../../webgpu/device/scalars.ts';
import { variantsOf } from '../../webgpu/device/variants.ts';
import { type Binding, bindingBytes, type Scratch, type Variant } from '../../webgpu/kernels/kernel.ts';
import type { WebgpuBackend } from './backend.ts';
import type { Call } from './call.ts';

/** Runs a call, or returns null if our kernels cannot; then nothing has been done. */
export type Launch = (call: Call) => TensorInfo | null;

/** The dispatches of a variant, and its scratch memory. */
interface Prepared {
  dispatches: readonly Compiled[];
  scratches: readonly Scratch[];
}

const isScratch = (memory: Binding['memory']): memory is Scratch => 'kind' in memory;

const toValue = (id: number, shape: readonly number[]): Value => ({
  id,
  name: `tensor ${id}`,
  shape,
  type: 'float32',
  place: { kind: 'temporary' },
});

/** tfjs does not pad its buffers, so a variant must not read or write part of a vector at their end. */
const needsNoPadding = ({ kernels }: Variant): boolean =>
  kernels.every(({ bindings }) =>
    bindings.every(
      (binding) =>
        isScratch(binding.memory) ||
        !binding.element.startsWith('vec4') ||
        bindingBytes(binding) === bytesOf(binding.memory),
    ),
  );

function prepare(call: Call, compiler: Compiler, device: GPUDevice): Prepared | null {
  const inputs = call.inputs.map(({ shape }, id) => toValue(id, shape));
  const operation = call.toOperation(inputs, toValue(inputs.length, call.outShape));
  const variant = variantsOf(operation, kernelLimitsOf(device, device.adapterInfo)).find(needsNoPadding);
  if (!variant) return null;
  const used = variant.kernels.flatMap(({ bindings }) => bindings.map(({ memory }) => memory));
  return {
    dispatches: variant.kernels.map((kernel) => compiler.compileSync(kernel)),
    scratches: [...new Set(used.filter(isScratch))],
  };
}

/** Finds buffers for scratch memory, which all calls share. */
function createScratches(backend: WebgpuBackend) {
  const buffers: GPUBuffer[] = [];
  return (number: number, { bytes }: Scratch): GPUBuffer => {
    const known = buffers[number];
    if (known && known.size >= bytes) return known;
    if (known) backend.stagingPendingDisposal.push(known);
    const larger = backend.bufferManager.acquireBuffer(bytes, GPUBufferUsage.STORAGE);
    buffers[number] = larger;
    return larger;
  };
}

/** Enters tfjs' compute pass, or begins one, with the groups of scalars and origins set. */
function createPass(backend: WebgpuBackend, compiler: Compiler): () => GPUComputePassEncoder {
  const { device } = backend;
  const scalars = device.createBindGroup({
    layout: compiler.scalarsLayout,
    entries: [
      {
        binding: 0,
        resource: { buffer: device.createBuffer({ size: SCALARS_BYTES, usage: GPUBufferUsage.UNIFORM }) },
      },
    ],
  });
  let last: GPUComputePassEncoder | null = null;
  return () => {
    backend.ensureCommandEncoderReady();
    backend.computePassEncoder ??= backend.commandEncoder!.beginComputePass();
    const pass = backend.computePassEncoder;
    if (pass !== last) {
      pass.setBindGroup(1, scalars);
      pass.setBindGroup(2, compiler.origins, [0]);
      last = pass;
    }
    return pass;
  };
}

/** Counts dispatches as tfjs does, and submits them when there are enough. */
function count(backend: WebgpuBackend, dispatches: number): void {
  backend.dispatchCountInPass += dispatches;
  if (backend.dispatchCountInPass < env().getNumber('WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE')) return;
  backend.endComputePassEncoder();
  backend.submitQueue();
}

export function createLaunch(backend: WebgpuBackend): Launch {
  const compiler = createCompiler(backend.device);
  const findScratch = createScratches(backend);
  const enterPass = createPass(backend, compiler);
  const known = new Map<string, Prepared | null>();

  function preparedOf(call: Call): Prepared | null {
    const before = known.get(call.key);
    if (before !== undefined) return before;
    const prepared = prepare(call, compiler, backend.device);
    known.set(call.key, prepared);
    return prepared;
  }

  function bufferOf({ dataId }: TensorInfo): GPUBuffer {
    backend.uploadToGPU(dataId);
    backend.commandQueueOwnedIds.add(dataId);
    return backend.tensorMap.get(dataId).resource as GPUBuffer;
  }

  /** Inputs are uploaded first, because that ends the compute pass. */
  function locator(tensors: readonly TensorInfo[], scratches: readonly Scratch[]): Locate {
    const buffers = tensors.map(bufferOf);
    const shared = new Map(scratches.map((scratch, number) => [scratch, findScratch(number, scratch)]));
    return (memory) => {
      const buffer = isScratch(memory) ? shared.get(memory)! : buffers[memory.id]!;
      return { buffer, offset: 0, ...(!isScratch(memory) && { size: buffer.size }) };
    };
  }

  const isOurs = ({ dataId }: TensorInfo): boolean => {
    const { dtype, resource } = backend.tensorMap.get(dataId);
    return dtype === 'float32' && (resource == null || resource instanceof GPUBuffer);
  };

  return (call) => {
    const isEmpty = [...call.inputs, { shape: call.outShape }].some(
      ({ shape }) => util.sizeFromShape(shape) === 0,
    );
    if (isEmpty || !call.inputs.every(isOurs)) return null;
    const prepared = preparedOf(call);
    if (prepared === null) return null;
    const out = backend.makeTensorInfo([...call.outShape], 'float32');
    const locate = locator([...call.inputs, out], prepared.scratches);
    const pass = enterPass();
    for (const compiled of prepared.dispatches) {
      encode(pass, compiled, compiler.bind(compiled.kernel, locate), compiler.origins);
    }
    const dispatches = prepared.dispatches.map(({ pieces }) => pieces.length);
    count(
      backend,
      dispatches.reduce((sum, pieces) => sum + pieces, 0),
    );
    return out;
  };
}
