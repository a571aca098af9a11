/** @file A plan on the threads of the CPU. */
import type { Observed } from '../../../../data/contract/outcome.ts';
import type { Executable } from '../../compiled/backend.ts';
import type { StepScalars } from '../../compiled/graph/step.ts';
import type { Plan } from '../../compiled/plan/plan.ts';
import type { Counters, Header } from './header.ts';
import type { Heap } from './heap.ts';
import { instantiate } from './instance.ts';
import type { Inputs, Memory } from './memory.ts';
import type { Pool } from './pool.ts';
import { createLapTimer, type KernelTime, sharesOf, timesOf } from './profile.ts';
import type { Program } from './program.ts';

export interface WasmExecutable extends Executable {
  /** The time of each kernel in the last step, which runs a few times again. Empty if none has run. */
  profile(): Promise<readonly KernelTime[]>;
}

export interface Parts {
  plan: Plan;
  heap: Heap;
  memory: Memory;
  header: Header;
  program: Program;
  /** Null if there is one thread. */
  pool: Pool | null;
}

/** Runs of the last step that are timed. */
const PROFILED_RUNS = 3;

/** A trap of this text is no lack of memory here, but what messages call one elsewhere. */
const describe = (error: unknown): string =>
  String(error).replace('memory access out of bounds', 'an access outside of the memory');

const failureOf = (text: string): Error => new Error(`a kernel of the WebAssembly engine failed: ${text}`);

/** The next turn of the event loop, in which the end of a thread is noticed. */
const turn = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve);
  });

/** Runs steps: `begin` computes one, unless a chunk takes so long that it must be gone on with. */
async function createRunner({ heap, header, program, pool }: Parts) {
  const timer = createLapTimer();
  const instance = instantiate(program.loaded, 0, timer.lap);
  const number = pool === null ? 0 : await pool.add(program.loaded);
  const isParallel = program.units.some(({ chunks }) => chunks > 1);
  /** The driver that gave up waiting. */
  let waiting: 'run' | 'profile' | null = null;

  function throwFailure(): void {
    const failure = pool?.failure() ?? null;
    if (failure !== null) throw failureOf(failure);
  }

  function goOn(driver: 'run' | 'profile'): void {
    throwFailure();
    try {
      waiting = instance[driver](1) === 1 ? driver : null;
    } catch (error) {
      const text = describe(error);
      pool?.fail(text);
      throw failureOf(text);
    }
  }

  function restart({ base, done }: Counters): void {
    const words = new Int32Array(heap.memory.buffer);
    Atomics.store(words, base / 4, Atomics.load(words, done / 4));
  }

  function begin(driver: 'run' | 'profile', inputs: Inputs, scalars: StepScalars): void {
    while (waiting !== null) goOn(waiting);
    header.write(scalars, inputs.addresses);
    restart(header[driver]);
    if (isParallel) pool?.help(number, driver === 'profile');
    goOn(driver);
  }

  async function finish(): Promise<void> {
    while (waiting !== null) {
      await turn();
      goOn(waiting);
    }
    throwFailure();
  }

  async function profile(inputs: Inputs, scalars: StepScalars): Promise<number[][]> {
    const steps: number[][] = [];
    for (let run = 0; run < PROFILED_RUNS; run++) {
      await finish();
      timer.begin();
      begin('profile', inputs, scalars);
      await finish();
      steps.push(timer.lapsMs());
    }
    return steps;
  }

  return {
    run: (inputs: Inputs, scalars: StepScalars) => begin('run', inputs, scalars),
    finish,
    profile,
    dispose: () => {
      pool?.settle();
      pool?.remove(number);
    },
  };
}

/** @throws Error if a thread does not accept the program */
export async function createExecutable(parts: Parts): Promise<WasmExecutable> {
  const { plan, memory, header, program } = parts;
  const { kernels } = program;
  const runner = await createRunner(parts);
  let last: [Inputs, StepScalars] | null = null;
  const profile = async () => (last === null ? [] : timesOf(kernels, await runner.profile(...last)));
  return {
    createInputs: memory.createInputs,
    run: (inputs, scalars) => {
      last = [inputs as Inputs, scalars];
      runner.run(...last);
    },
    write: memory.write,
    finish: runner.finish,
    read: async (value, first, count) => {
      await runner.finish();
      return memory.read(value, first, count);
    },
    profile,
    observed: async (): Promise<Observed> => ({
      plannedBytes: plan.bytes,
      memory64: program.loaded.wide,
      kernels: kernels.length,
      chunks: kernels.reduce((sum, { kernel }) => sum + kernel.chunks, 0),
      ...sharesOf(await profile()),
    }),
    dispose: () => {
      runner.dispose();
      header.dispose();
      memory.dispose();
    },
  };
}
