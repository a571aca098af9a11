/** @file A plan on a device: every operation as compiled dispatches, encoded once a step. */
import type { Observed } from '../../../../data/contract/outcome.ts';
import { median } from '../../../../data/derive/stats.ts';
import type { Executable, InputSet, OperationRange } from '../../compiled/backend.ts';
import type { StepScalars } from '../../compiled/graph/step.ts';
import { sizeOf } from '../../compiled/graph/value.ts';
import type { Binding, Scratch, Variant } from '../kernels/kernel.ts';
import type { OpenDevice } from './device.ts';
import { type Compiled, type Compiler, encode } from './dispatch.ts';
import type { InputBuffers, Location, Memory, Scratches } from './memory.ts';
import type { Locate } from './pipelines.ts';
import { profile } from './profile.ts';
import { SCALARS_BYTES, writeScalars } from './scalars.ts';
import { createStopwatch } from './stopwatch.ts';
import { readElements } from './transfer.ts';

/** A dispatch, and where its memory is in a step with certain inputs. */
export interface Dispatch {
  compiled: Compiled;
  locate(inputs: InputBuffers): Locate;
}

const isScratch = (memory: Binding['memory']): memory is Scratch => 'kind' in memory;

const isInput = ({ memory }: Binding): boolean => !isScratch(memory) && memory.place.kind === 'input';

/** Compiles the kernels of a variant. @throws Error if the device rejects one */
export async function prepare(
  { kernels }: Variant,
  compiler: Compiler,
  memory: Memory,
  scratches: Scratches,
): Promise<Dispatch[]> {
  const compiled = await Promise.all(kernels.map((kernel) => compiler.compile(kernel)));
  const numbers = new Map<Scratch, number>();
  for (const { bindings } of kernels) {
    for (const { memory: used } of bindings) {
      if (isScratch(used) && !numbers.has(used)) numbers.set(used, numbers.size);
    }
  }
  for (const [used, number] of numbers) scratches.locate(number, used);
  const locate = (used: Binding['memory'], inputs: InputBuffers): Location => {
    if (isScratch(used)) return scratches.locate(numbers.get(used)!, used);
    return used.place.kind === 'input' ? inputs.locate(used) : memory.locate(used);
  };
  return compiled.map((one) => ({ compiled: one, locate: (inputs) => (used) => locate(used, inputs) }));
}

/** Dispatches that are submitted together. */
type Part = readonly Dispatch[];

/** Most floating-point operations that are submitted at once, for the reason of `MOST_FLOPS` in dispatch.ts. */
const SUBMIT_FLOPS = 5e11;

function toParts(dispatches: readonly Dispatch[]): Part[] {
  const parts: Dispatch[][] = [[]];
  let flops = 0;
  for (const dispatch of dispatches) {
    const more = dispatch.compiled.kernel.flops;
    if (flops > 0 && flops + more > SUBMIT_FLOPS) {
      parts.push([]);
      flops = 0;
    }
    flops += more;
    parts.at(-1)!.push(dispatch);
  }
  return parts;
}

/**
 * Runs whose commands may wait to be submitted together, which saves time where a run is one small product. Only runs
 * without scalars can wait: the scalars of the next run would be written before.
 */
const MOST_WAITING = 16;

/** Encoding times that are kept for their median. */
const KEPT_TIMES = 101;

/** What an executable is made of. */
export interface Parts {
  opened: OpenDevice;
  compiler: Compiler;
  memory: Memory;
  scratches: Scratches;
  /** Dispatches of each operation. */
  operations: readonly (readonly Dispatch[])[];
  /** Facts that do not change. */
  facts: Observed;
}

/** Bind groups of all dispatches for a set of inputs; those without inputs are shared by all sets. */
function createBinder(dispatches: readonly Dispatch[], compiler: Compiler) {
  const shared = new Map<Dispatch, GPUBindGroup>();
  const bySet = new WeakMap<InputSet, readonly GPUBindGroup[]>();
  const groupOf = (dispatch: Dispatch, inputs: InputBuffers): GPUBindGroup => {
    const known = shared.get(dispatch);
    if (known) return known;
    const { kernel } = dispatch.compiled;
    const group = compiler.bind(kernel, dispatch.locate(inputs));
    if (!kernel.bindings.some(isInput)) shared.set(dispatch, group);
    return group;
  };
  return (inputs: InputBuffers): readonly GPUBindGroup[] => {
    const groups = bySet.get(inputs) ?? dispatches.map((dispatch) => groupOf(dispatch, inputs));
    bySet.set(inputs, groups);
    return groups;
  };
}

/** Encodes and submits steps; `timed` measures a step on the device. */
function createRunner({ opened, compiler, operations }: Parts) {
  const { device, timestamps } = opened;
  const dispatches = operations.flat();
  const uniform = device.createBuffer({
    size: SCALARS_BYTES,
    usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
  });
  const scalarsGroup = device.createBindGroup({
    layout: compiler.scalarsLayout,
    entries: [{ binding: 0, resource: { buffer: uniform } }],
  });
  const groupsOf = createBinder(dispatches, compiler);
  const parts = toParts(dispatches);
  const mayWait = parts.length === 1 && dispatches.every(({ compiled }) => !compiled.kernel.usesScalars);
  let waiting: GPUCommandBuffer[] = [];
  const stopwatch = timestamps ? createStopwatch(device) : null;
  const encodingMs: number[] = [];

  function submit(): void {
    device.queue.submit(waiting);
    waiting = [];
  }

  /** Encodes a part; a timed step writes timestamps at the beginning of the first and the end of the last. */
  function encodePart(part: Part, groups: Iterator<GPUBindGroup>, timer: typeof stopwatch): GPUCommandBuffer {
    const [first, last] = [part === parts[0], part === parts.at(-1)];
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass(
      timer && (first || last) ? { timestampWrites: timer.writes(first, last) } : {},
    );
    pass.setBindGroup(1, scalarsGroup);
    pass.setBindGroup(2, compiler.origins, [0]);
    for (const { compiled } of part) {
      encode(pass, compiled, groups.next().value, compiler.origins);
    }
    pass.end();
    if (last) timer?.resolve(encoder);
    return encoder.finish();
  }

  function run(inputs: InputBuffers, scalars: StepScalars, timed = false): void {
    const begunMs = performance.now();
    if (!mayWait) writeScalars(device, uniform, scalars);
    const groups = groupsOf(inputs).values();
    for (const part of parts) {
      waiting.push(encodePart(part, groups, timed ? stopwatch : null));
      if (!mayWait || timed || waiting.length >= MOST_WAITING) submit();
    }
    encodingMs.push(performance.now() - begunMs);
    if (encodingMs.length > KEPT_TIMES) encodingMs.shift();
  }

  function runPart(inputs: InputBuffers, scalars: StepScalars, { first, end }: OperationRange): void {
    submit();
    writeScalars(device, uniform, scalars);
    const before = operations.slice(0, first).flat().length;
    const groups = groupsOf(inputs).slice(before).values();
    for (const part of toParts(operations.slice(first, end).flat())) {
      waiting.push(encodePart(part, groups, null));
    }
    submit();
  }

  return {
    run,
    runPart,
    submit,
    /** The share of a step's duration in which kernels ran; nothing if the device has no timestamps. */
    profile: async (inputs: InputBuffers, scalars: StepScalars): Promise<Observed> => {
      if (!stopwatch) return {};
      submit();
      return profile(opened, stopwatch, () => run(inputs, scalars, true));
    },
    encodingMs: () => (encodingMs.length > 0 ? median(encodingMs) : 0),
    dispose: () => {
      uniform.destroy();
      stopwatch?.dispose();
    },
  };
}

export function createExecutable(parts: Parts): Executable {
  const { opened, compiler, memory, scratches, operations, facts } = parts;
  const runner = createRunner(parts);
  let last: [InputBuffers, StepScalars] | null = null;
  return {
    createInputs: memory.createInputs,
    run: (inputs, scalars) => {
      last = [inputs as InputBuffers, scalars];
      runner.run(...last);
    },
    runPart: (inputs, scalars, range) => runner.runPart(inputs as InputBuffers, scalars, range),
    write: memory.write,
    finish: async () => {
      runner.submit();
      await opened.device.queue.onSubmittedWorkDone();
      const error = await opened.failure(0);
      if (error) throw error;
    },
    read: async (value, first = 0, count = sizeOf(value) - first) => {
      runner.submit();
      return readElements(opened.device, memory.locate(value), value.type, first, count);
    },
    observed: async () => ({
      ...facts,
      dispatches: operations.flat().reduce((sum, { compiled }) => sum + compiled.pieces.length, 0),
      encodingMs: runner.encodingMs(),
      ...(last === null ? {} : await runner.profile(...last)),
    }),
    dispose: () => {
      runner.dispose();
      scratches.dispose();
      memory.dispose();
      compiler.dispose();
    },
  };
}
