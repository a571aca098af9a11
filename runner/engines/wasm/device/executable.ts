/** @file A plan on the threads of the CPU. */
import type { Observed } from '../../../../data/contract/outcome.ts';
import type { Executable, OperationRange } from '../../compiled/backend.ts';
import type { StepScalars } from '../../compiled/graph/step.ts';
import type { Plan } from '../../compiled/plan/plan.ts';
import type { Counters, Header, Units } from './header.ts';
import type { Heap } from './heap.ts';
import { type Instance, instantiate } from './instance.ts';
import type { Inputs, Memory } from './memory.ts';
import type { Pool } from './pool.ts';
import { createLapTimer, type KernelTime, sharesOf, timesOf } from './profile.ts';
import type { PlannedKernel, Program } from './program.ts';
import { describeTrap } from './trap.ts';
import type { Turns } from './turns.ts';

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
  turns: Turns;
  /** Null if there is one thread. */
  pool: Pool | null;
}

/** Runs of the last step that are timed. */
const PROFILED_RUNS = 3;

const failureOf = (text: string): Error => new Error(`a kernel of the WebAssembly engine failed: ${text}`);

type Driver = keyof Instance;

const chunksOf = (kernels: readonly PlannedKernel[]): number =>
  kernels.reduce((sum, { kernel }) => sum + kernel.chunks, 0);

/** The kernels of some operations. */
function kernelsOf({ plan, program: { kernels } }: Parts, { first, end }: OperationRange): Units {
  const { operations } = plan.graph;
  const startOf = (number: number) => {
    const start = kernels.findIndex(({ operation }) => operation === operations[number]);
    return start < 0 ? kernels.length : start;
  };
  return { first: startOf(first), end: startOf(end) };
}

async function createRunner({ heap, header, program, turns, pool }: Parts) {
  const timer = createLapTimer();
  const { kernels } = program;
  const whole: Units = { first: 0, end: kernels.length };
  const instance = instantiate(program.loaded, 0, timer.lap);
  const number = pool === null ? 0 : await pool.add(program.loaded);
  const isParallel = program.units.some(({ chunks }) => chunks > 1);

  function goOn(driver: Driver): boolean {
    const failure = pool?.failure() ?? null;
    if (failure !== null) throw failureOf(failure);
    try {
      return instance[driver](1) === 0;
    } catch (error) {
      const text = describeTrap(error);
      pool?.fail(text);
      throw failureOf(text);
    }
  }

  /** Chunks are counted from what is done. @param before Chunks of the step that are not run. */
  function resetCounters({ base, done }: Counters, before: number): void {
    const words = new Int32Array(heap.memory.buffer);
    Atomics.store(words, base / 4, Atomics.load(words, done / 4) - before);
  }

  function begin(driver: Driver, inputs: Inputs, scalars: StepScalars, part = whole): void {
    turns.complete();
    // A thread that comes late may not see the end of another part.
    if (driver === 'profile') pool?.settle();
    header.write(scalars, inputs.addresses, part);
    resetCounters(header[driver], chunksOf(kernels.slice(0, part.first)));
    if (isParallel) pool?.help(number, driver === 'profile');
    turns.begin(() => goOn(driver));
  }

  async function profile(inputs: Inputs, scalars: StepScalars): Promise<number[][]> {
    const steps: number[][] = [];
    for (let run = 0; run < PROFILED_RUNS; run++) {
      await turns.finish();
      timer.begin();
      begin('profile', inputs, scalars);
      await turns.finish();
      steps.push(timer.lapsMs());
    }
    return steps;
  }

  return {
    run: (inputs: Inputs, scalars: StepScalars) => begin('run', inputs, scalars),
    runPart: (inputs: Inputs, scalars: StepScalars, part: Units) => begin('profile', inputs, scalars, part),
    profile,
    dispose: () => {
      turns.end();
      pool?.settle();
      pool?.remove(number);
    },
  };
}

/** @throws Error if a thread does not accept the program */
export async function createExecutable(parts: Parts): Promise<WasmExecutable> {
  const { plan, memory, program, turns, pool } = parts;
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
    runPart: (inputs, scalars, range) => {
      runner.runPart(inputs as Inputs, scalars, kernelsOf(parts, range));
    },
    write: memory.write,
    finish: async () => {
      await turns.finish();
      const failure = pool?.failure() ?? null;
      if (failure !== null) throw failureOf(failure);
    },
    read: memory.read,
    profile,
    observed: async (): Promise<Observed> => ({
      plannedBytes: plan.bytes,
      memory64: program.loaded.wide,
      kernels: kernels.length,
      chunks: chunksOf(kernels),
      ...sharesOf(await profile()),
    }),
    dispose: () => {
      runner.dispose();
      memory.dispose();
    },
  };
}
