/** @file The compiled engines' backend on WebGPU, in Node and in browsers. */
import type { Observed } from '../../../../data/contract/outcome.ts';
import type { Recipe } from '../../../../data/contract/words.ts';
import type { Backend, Executable } from '../../compiled/backend.ts';
import type { Operation } from '../../compiled/graph/operation.ts';
import type { Plan } from '../../compiled/plan/plan.ts';
import type { Variant } from '../kernels/kernel.ts';
import { type Choices, chooseVariants, type Measure } from './choices.ts';
import type { OpenDevice } from './device.ts';
import { type Compiler, createCompiler, encode } from './dispatch.ts';
import { createExecutable, type Dispatch, prepare } from './executable.ts';
import { allocate, type KeptBuffers, type Memory } from './memory.ts';
import { variantsOf } from './variants.ts';

/** Version of the kernels; increased when a change may alter their speed. */
const VERSION = '1';

/** Kernels of one operation may bind this many arrays: the number that every device allows. */
const BINDINGS = 8;

/** A candidate runs until it has taken this long, or this often. */
const MEASURED_MS = 4;
const MEASURED_RUNS = 50;

/** Measures variants on the buffers of a plan, with scratch memory of their own. */
function createMeasure({ device }: OpenDevice, compiler: Compiler, memory: Memory): Measure {
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

  return async (variant) => {
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
  };
}

/** A text of the contract has at most this many characters. */
const LONGEST_TEXT = 200;

/** The variants of each kind of operation that has several, most used first: "64x64x16 12x, 32x32x32 3x". */
function describeVariants(operations: readonly Operation[], variants: readonly Variant[]): Observed {
  const names = Map.groupBy(variants.keys(), (number) => operations[number]!.kind);
  return Object.fromEntries(
    [...names].map(([kind, numbers]) => {
      const uses = [...Map.groupBy(numbers, (number) => variants[number]!.name)];
      const text = uses
        .toSorted(([, a], [, b]) => b.length - a.length)
        .map(([name, all]) => `${name} ${all.length}x`)
        .join(', ');
      return [`variant.${camelCase(kind)}`, text.slice(0, LONGEST_TEXT)];
    }),
  );
}

const camelCase = (kind: string): string =>
  kind.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

/** The first of a variant and the others that the device accepts. @throws Error if it accepts none */
async function prepareFirst(
  variants: readonly Variant[],
  ...[compiler, memory, scratches]: Tail<Parameters<typeof prepare>>
): Promise<{ variant: Variant; dispatches: Dispatch[] }> {
  let rejection: unknown;
  for (const variant of variants) {
    try {
      return { variant, dispatches: await prepare(variant, compiler, memory, scratches) };
    } catch (error) {
      rejection = error;
    }
  }
  throw rejection;
}

type Tail<All extends unknown[]> = All extends [unknown, ...infer Rest] ? Rest : never;

interface Built {
  executable: Executable;
  memory: Memory;
}

async function build(
  opened: OpenDevice,
  choices: Choices,
  plan: Plan,
  recipe: Recipe,
  shared: KeptBuffers | null,
): Promise<Built> {
  const { device, kernelLimits, software } = opened;
  const { operations } = plan.graph;
  const all = operations.map((operation) => ({ operation, variants: variantsOf(operation, kernelLimits) }));
  const memory = await allocate(device, plan, shared);
  const compiler = createCompiler(device);
  const isTuned = recipe === 'optimized' && !software;
  const chosen = isTuned
    ? await chooseVariants(all, choices, createMeasure(opened, compiler, memory))
    : all.map(({ variants }) => variants[0]!);
  const scratches = memory.createScratches();
  const prepared = await Promise.all(
    all.map(({ variants }, number) =>
      prepareFirst([chosen[number]!, ...variants], compiler, memory, scratches),
    ),
  );
  const several = operations.filter((_, number) => all[number]!.variants.length > 1);
  const used = prepared.filter((_, number) => all[number]!.variants.length > 1).map(({ variant }) => variant);
  const executable = createExecutable({
    opened,
    compiler,
    memory,
    scratches,
    dispatches: prepared.flatMap(({ dispatches }) => dispatches),
    facts: { plannedBytes: plan.bytes, tuned: isTuned, ...describeVariants(several, used) },
  });
  return { executable, memory };
}

/** @param choices Remembers the fastest variants of this adapter. */
export function createBackend(opened: OpenDevice, choices: Choices): Backend {
  const { device, half, timestamps, kernelLimits, failure } = opened;
  const built = new WeakMap<Executable, Memory>();
  let [bytes, peakBytes] = [0, 0];
  const keptBy = (executable: Executable): KeptBuffers => {
    const memory = built.get(executable);
    if (!memory) throw new Error('the program to share with belongs to another device');
    return memory.kept;
  };
  return {
    version: VERSION,
    limits: {
      bindingBytes: Math.min(device.limits.maxStorageBufferBindingSize, device.limits.maxBufferSize),
      bindings: BINDINGS,
      half,
    },
    build: async (plan, recipe, sharedWith) => {
      const shared = sharedWith ? keptBy(sharedWith) : null;
      const { executable, memory } = await build(opened, choices, plan, recipe, shared);
      bytes += memory.ownBytes;
      peakBytes = Math.max(peakBytes, bytes);
      const counted: Executable = {
        ...executable,
        dispose: () => {
          bytes -= memory.ownBytes;
          executable.dispose();
        },
      };
      built.set(counted, memory);
      return counted;
    },
    failure,
    peakMemory: () => (peakBytes === 0 ? null : { bytes: peakBytes, method: 'gpu-allocated' }),
    observed: () => ({
      float16: half,
      subgroups: kernelLimits.subgroups,
      timestamps,
      workgroupBytes: kernelLimits.workgroupBytes,
      bindingBytes: device.limits.maxStorageBufferBindingSize,
    }),
  };
}
