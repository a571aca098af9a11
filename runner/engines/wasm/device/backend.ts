/** @file The compiled engines' backend on the CPU, in Node and in browsers. */
import type { Backend } from '../../compiled/backend.ts';
import type { Plan } from '../../compiled/plan/plan.ts';
import { createExecutable, type WasmExecutable } from './executable.ts';
import type { Features } from './features.ts';
import { createHeader } from './header.ts';
import { createHeap, type Heap, mostBytes } from './heap.ts';
import { allocate, type Memory } from './memory.ts';
import { createPool, type Pool, type StartThread } from './pool.ts';
import { createProgram } from './program.ts';
import { createTurns, type Turns } from './turns.ts';

/** Version of the kernels; increased when a change may alter their speed. */
export const VERSION = '2';

/** An operation may use any number of arrays; none uses as many. */
const BINDINGS = 64;

/** Memory with 32-bit addresses, which is faster, is left to plans that fill less of it: sets of inputs are not in them. */
const MOST_FILLED = 0.75;

export interface Machine {
  features: Features;
  /** Threads to compute with, the caller's included; one where there is no shared memory. */
  threads: number;
  startThread: StartThread;
  /** Bytes of memory that this process can get; null if unknown. */
  memoryBytes: number | null;
}

export interface WasmBackend extends Backend {
  build(...operands: Parameters<Backend['build']>): Promise<WasmExecutable>;
  /** Ends the threads; nothing can run after that. */
  terminate(): void;
}

/** The heaps of a backend: one with 32-bit addresses, and one with 64 when a plan needs it. */
function createHeaps({ memory64 }: Features, shared: boolean) {
  const narrow = createHeap('i32', shared);
  let wide: Heap | null = null;
  const capacity = narrow.type.mostPages * 65_536;
  const all = () => (wide ? [narrow, wide] : [narrow]);
  return {
    /** Most bytes of a plan. */
    capacity: memory64 ? mostBytes('i64') : capacity,
    heapFor: ({ bytes }: Plan): Heap => {
      if (!memory64 || narrow.bytes() + bytes <= MOST_FILLED * capacity) return narrow;
      wide ??= createHeap('i64', shared);
      return wide;
    },
    peakBytes: () => all().reduce((sum, heap) => sum + heap.peakBytes(), 0),
  };
}

interface Built {
  heap: Heap;
  memory: Memory;
}

/** What all programs of a backend compute with. */
interface Computing {
  machine: Machine;
  pool: Pool | null;
  turns: Turns;
}

async function build(
  { machine, pool, turns }: Computing,
  plan: Plan,
  heap: Heap,
  shared: Memory | null,
): Promise<{ executable: WasmExecutable; memory: Memory }> {
  const memory = allocate(heap, turns, plan, shared?.kept ?? null);
  try {
    const header = createHeader(heap, memory.allocate, plan.graph.inputs.length);
    const parts = { plan, heap, memory, header };
    const { relaxedSimd: relaxed, wideVectors } = machine.features;
    const threads = pool?.threads ?? 1;
    const program = await createProgram({ ...parts, relaxed, wideVectors, threads });
    return { executable: await createExecutable({ ...parts, program, turns, pool }), memory };
  } catch (error) {
    memory.dispose();
    throw error;
  }
}

/** @throws Error in one sentence if the threads do not start or no memory can be reserved */
export async function createBackend(machine: Machine): Promise<WasmBackend> {
  const { features, memoryBytes } = machine;
  const threads = features.sharedMemory ? machine.threads : 1;
  const heaps = createHeaps(features, threads > 1);
  const pool = threads > 1 ? await createPool(threads, machine.startThread) : null;
  const computing: Computing = { machine, pool, turns: createTurns() };
  const built = new WeakMap<object, Built>();
  const capacity = Math.min(heaps.capacity, memoryBytes ?? Number.POSITIVE_INFINITY);
  const failure = () => {
    const text = pool?.failure() ?? null;
    return text === null ? null : new Error(`a thread of the WebAssembly engine failed: ${text}`);
  };
  return {
    version: VERSION,
    limits: { bindingBytes: heaps.capacity, bindings: BINDINGS, half: false, totalBytes: capacity },
    build: async (plan, _recipe, sharedWith) => {
      const shared = sharedWith ? built.get(sharedWith) : null;
      if (shared === undefined) throw new Error('the program to share with belongs to another device');
      const heap = shared?.heap ?? heaps.heapFor(plan);
      const { executable, memory } = await build(computing, plan, heap, shared?.memory ?? null);
      built.set(executable, { heap, memory });
      return executable;
    },
    failure: async (patienceMs) => {
      if (failure() === null && patienceMs > 0) {
        await new Promise((resolve) => {
          setTimeout(resolve, patienceMs);
        });
      }
      return failure();
    },
    peakMemory: () => ({ bytes: heaps.peakBytes(), method: 'allocator-peak' }),
    observed: () => {
      const { simd, relaxedSimd, wideVectors } = features;
      return { computedOn: 'cpu', simd, relaxedSimd, wideVectors, threads };
    },
    terminate: () => pool?.terminate(),
  };
}
