/**
 * @file The function that runs the kernels of a program one after another.
 *
 * With several threads, all of them run it at the same time. Chunks have numbers that go on from kernel to kernel and
 * from step to step. A thread takes the next chunk by compare-and-swap; a kernel begins when all chunks before it are
 * done. So nobody waits for a thread that has no chunk, for example because it is still waking up, and a thread that
 * comes late finds all chunks of its step taken.
 */
import type { Kernel } from '../kernels/kernel.ts';
import { type Code, codeOf, toWord } from '../wat/code.ts';
import { defineFunction, type WatFunction } from '../wat/function.ts';
import type { Counters, PartOfUnits } from './header.ts';

/** What threads wait for together: one kernel, or neighbors with one chunk each, which one thread runs. */
export interface Unit {
  kernels: readonly Kernel[];
  chunks: number;
}

/** The units of kernels in the order in which they run. */
export function unitsOf(kernels: readonly Kernel[]): Unit[] {
  const units: { kernels: Kernel[]; chunks: number }[] = [];
  for (const kernel of kernels) {
    const last = units.at(-1);
    if (kernel.chunks === 1 && last?.chunks === 1) last.kernels.push(kernel);
    else units.push({ kernels: [kernel], chunks: kernel.chunks });
  }
  return units;
}

/** Every kernel alone, so that each can be timed. */
export const unitsAlone = (kernels: readonly Kernel[]): Unit[] =>
  kernels.map((kernel) => ({ kernels: [kernel], chunks: kernel.chunks }));

/** The import that a driver calls after each unit if it reports them: (unit: i32) -> nothing. */
export const LAP_IMPORT: Code = '(import "host" "lap" (func $lap (param i32)))';

const integer = (value: number): Code => `(i32.const ${value})`;

/** About 20 microseconds of loads: a thread that sleeps takes as long to wake up. */
const SPINS = 20_000;

/** After this long without a finished chunk, a driver returns, so that JavaScript looks at what has happened. */
const PATIENCE_NS = 200_000_000;

/** (base, least) -> 1 if it gave up waiting until this many chunks of the step are done, else 0. */
const waitFunction = ({ done }: Counters): WatFunction =>
  defineFunction('wait', { base: 'i32', least: 'i32' }, 'i32', (body, { base, least }) => {
    const seen = body.integer('seen');
    const spins = body.integer('spins', integer(SPINS));
    const returnIfDone = () => {
      body.set(seen, `(i32.atomic.load ${codeOf(done)})`);
      body.when(`(i32.ge_s (i32.sub ${seen} ${base}) ${least})`, () => body.do(`(return ${integer(0)})`));
    };
    body.do('(loop $spin');
    returnIfDone();
    body.do(`(br_if $spin (local.tee ${spins.name} (i32.sub ${spins} ${integer(1)}))))`);
    body.do('(loop $sleep');
    returnIfDone();
    const timedOut = `(i32.eq (memory.atomic.wait32 ${codeOf(done)} ${seen} (i64.const ${PATIENCE_NS})) ${integer(2)})`;
    body.when(timedOut, () => body.do(`(return ${integer(1)})`));
    body.do('(br $sleep))');
    return '(unreachable)';
  });

/** (base, end) -> the number in the step of a chunk that is now the thread's, or -1 if all below `end` are taken. */
const takeFunction = ({ next }: Counters): WatFunction =>
  defineFunction('take', { base: 'i32', end: 'i32' }, 'i32', (body, { base, end }) => {
    const seen = body.integer('seen');
    body.do('(loop $again');
    body.set(seen, `(i32.atomic.load ${codeOf(next)})`);
    body.when(`(i32.ge_s (i32.sub ${seen} ${base}) ${end})`, () => body.do(`(return ${integer(-1)})`));
    const swapped = `(i32.atomic.rmw.cmpxchg ${codeOf(next)} ${seen} (i32.add ${seen} ${integer(1)}))`;
    body.do(`(br_if $again (i32.ne ${swapped} ${seen})))`);
    return `(i32.sub ${seen} ${base})`;
  });

/** (base, end): counts a chunk as done, and wakes the others after the last one of its unit. */
const finishFunction = ({ done }: Counters): WatFunction =>
  defineFunction('finish', { base: 'i32', end: 'i32' }, null, (body, { base, end }) => {
    const before = `(i32.atomic.rmw.add ${codeOf(done)} ${integer(1)})`;
    body.when(`(i32.eq (i32.sub (i32.add ${before} ${integer(1)}) ${base}) ${end})`, () => {
      body.do(`(drop (memory.atomic.notify ${codeOf(done)} ${integer(-1)}))`);
    });
    return undefined;
  });

export interface DriverOptions {
  /** Whether the caller reports the end of each unit. */
  laps: boolean;
  /** Where only a part of the units runs: which. Its chunks are counted as if those before it were done. */
  part?: PartOfUnits;
}

/**
 * The driver of several threads: (caller: i32) -> 1 if it gave up waiting, else 0. One thread is the caller: it waits
 * until everything is done. After giving up, a driver can be called again to go on.
 */
export function sharedDriver(
  units: readonly Unit[],
  counters: Counters,
  { laps, part }: DriverOptions,
): WatFunction {
  const [wait, take, finish] = [waitFunction(counters), takeFunction(counters), finishFunction(counters)];
  return defineFunction('steps', { caller: 'i32' }, 'i32', (body, { caller }) => {
    const base = body.integer('base', `(i32.atomic.load ${codeOf(counters.base)})`);
    const end = part && body.integer('end', part.end);
    const taken = body.integer('taken');
    const returnUnlessDone = (count: number) =>
      body.when(body.call(wait, `${base}`, integer(count)), () => body.do(`(return ${integer(1)})`));
    let first = 0;
    units.forEach(({ kernels, chunks }, number) => {
      const last = first + chunks;
      if (first > 0) returnUnlessDone(first);
      if (end) body.when(`(i32.ge_s ${integer(number)} ${end})`, () => body.do(`(return ${integer(0)})`));
      body.do(`(loop $unit${number}`);
      body.set(taken, body.call(take, `${base}`, integer(last)));
      body.when(`(i32.ge_s ${taken} ${integer(0)})`, () => {
        const chunk = chunks === 1 ? 0 : toWord(`(i32.sub ${taken} ${integer(first)})`);
        for (const { run } of kernels) body.do(body.call(run, chunk));
        body.do(body.call(finish, `${base}`, integer(last)), `(br $unit${number})`);
      });
      body.do(')');
      if (laps) {
        body.when(`${caller}`, () => {
          returnUnlessDone(last);
          body.do(`(call $lap ${integer(number)})`);
        });
      }
      first = last;
    });
    body.when(`${caller}`, () => returnUnlessDone(first));
    return integer(0);
  });
}

/** The driver of one thread, with the same type. */
export const aloneDriver = (units: readonly Unit[], { laps, part }: DriverOptions): WatFunction =>
  defineFunction('steps', { caller: 'i32' }, 'i32', (body) => {
    const ends = part && { first: body.integer('first', part.first), end: body.integer('end', part.end) };
    units.forEach(({ kernels, chunks }, number) => {
      const run = () => {
        for (const kernel of kernels) {
          body.loop('chunk', 0, chunks, 1, (chunk) => body.do(body.call(kernel.run, chunk)));
        }
        if (laps) body.do(`(call $lap ${integer(number)})`);
      };
      if (ends) {
        const isAfter = `(i32.ge_s ${integer(number)} ${ends.first})`;
        body.when(`(i32.and ${isAfter} (i32.lt_s ${integer(number)} ${ends.end}))`, run);
      } else {
        run();
      }
    });
    return integer(0);
  });
