/** @file The compiled engines' backend on WebGPU, in Node and in browsers. */
import type { Observed } from '../../../../data/contract/outcome.ts';
import type { Recipe } from '../../../../data/contract/words.ts';
import type { Backend, Executable } from '../../compiled/backend.ts';
import type { Operation } from '../../compiled/graph/operation.ts';
import type { Plan } from '../../compiled/plan/plan.ts';
import type { Variant } from '../kernels/kernel.ts';
import { calibrate } from './calibration.ts';
import { type Choices, chooseVariants, type Trial } from './choices.ts';
import type { OpenDevice } from './device.ts';
import { createCompiler } from './dispatch.ts';
import { createExecutable, type Dispatch, prepare } from './executable.ts';
import { allocate, type KeptBuffers, type Memory } from './memory.ts';
import { createTrial } from './trial.ts';
import { variantsOf } from './variants.ts';

/** Version of the kernels; increased when a change may alter their speed. */
export const VERSION = '2';

/** Kernels of one operation may bind this many arrays: the number that every device allows. */
const BINDINGS = 8;

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

/** A trial on the memory of a plan, for as long as it is not disposed. */
async function openTrial(opened: OpenDevice, plan: Plan): Promise<Trial & { dispose(): void }> {
  const memory = await allocate(opened.device, plan);
  const compiler = createCompiler(opened.device);
  return {
    ...createTrial(opened, compiler, memory),
    dispose: () => {
      compiler.dispose();
      memory.dispose();
    },
  };
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
  const rates = software
    ? undefined
    : await calibrate(kernelLimits, choices, (calibrated) => openTrial(opened, calibrated));
  const limits = { ...kernelLimits, ...(rates && { rates }) };
  const all = operations.map((operation) => ({ operation, variants: variantsOf(operation, limits) }));
  const memory = await allocate(device, plan, shared);
  const compiler = createCompiler(device);
  const isTuned = recipe === 'optimized' && !software;
  const chosen = isTuned
    ? await chooseVariants(all, choices, createTrial(opened, compiler, memory))
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
    operations: prepared.map(({ dispatches }) => dispatches),
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
      computedOn: 'gpu',
      float16: half,
      subgroups: kernelLimits.subgroups,
      timestamps,
      workgroupBytes: kernelLimits.workgroupBytes,
      bindingBytes: device.limits.maxStorageBufferBindingSize,
    }),
  };
}
