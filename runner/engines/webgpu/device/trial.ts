/** @file Tries variants on a device: compiles them, and measures how long one run takes. */
import type { Variant } from '../kernels/kernel.ts';
import type { Trial } from './choices.ts';
import type { OpenDevice } from './device.ts';
import { type Compiler, encode } from './dispatch.ts';
import { type Dispatch, prepare } from './executable.ts';
import type { Memory } from './memory.ts';

/** A measurement runs a variant until it has taken this long, or this often. */
const MEASURED_MS = 4;
const MEASURED_RUNS = 50;

/** @param memory The arrays that the variants use; each measurement has scratch memory of its own. */
export function createTrial({ device }: OpenDevice, compiler: Compiler, memory: Memory): Trial {
  const scalars = device.createBuffer({ size: 16, usage: GPUBufferUsage.UNIFORM });
  const scalarsGroup = device.createBindGroup({
    layout: compiler.scalarsLayout,
    entries: [{ binding: 0, resource: { buffer: scalars } }],
  });

  async function runMs(dispatches: readonly Dispatch[], groups: readonly GPUBindGroup[], runs: number) {
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setBindGroup(1, scalarsGroup);
    pass.setBindGroup(2, compiler.origins, [0]);
    for (let run = 0; run < runs; run++) {
      for (const [number, { compiled }] of dispatches.entries()) {
        encode(pass, compiled, groups[number]!, compiler.origins);
      }
    }
    pass.end();
    const begunMs = performance.now();
    device.queue.submit([encoder.finish()]);
    await device.queue.onSubmittedWorkDone();
    return (performance.now() - begunMs) / runs;
  }

  async function measure(variant: Variant): Promise<number> {
    const scratches = memory.createScratches();
    const inputs = memory.createInputs();
    try {
      const dispatches = await prepare(variant, compiler, memory, scratches);
      const groups = dispatches.map(({ compiled, locate }) => compiler.bind(compiled.kernel, locate(inputs)));
      const firstMs = await runMs(dispatches, groups, 1);
      const runs = Math.max(1, Math.min(MEASURED_RUNS, Math.ceil(MEASURED_MS / firstMs)));
      return await runMs(dispatches, groups, runs);
    } catch {
      // The device rejects this variant, for example because it has too few registers.
      return Number.POSITIVE_INFINITY;
    } finally {
      inputs.dispose();
      scratches.dispose();
    }
  }

  return {
    measure,
    compile: async ({ kernels }) => {
      await Promise.allSettled(kernels.map((kernel) => compiler.compile(kernel)));
    },
  };
}
