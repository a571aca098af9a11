/** @file Times several computations in turn, so that a slow phase of the machine affects all. */
import { quantile } from '../../../../data/derive/stats.ts';

/** Something that repeats on the device. */
export interface Repeatable {
  /** Queues the computation this often and resolves when the device has finished. */
  run(times: number): Promise<void>;
}

/** How long a computation is measured. */
export interface Effort {
  samples: number;
  /** For one computation, without its warm-up. */
  budgetMs: number;
  /** Which of the samples counts: 0 is the fastest, the median is used by default. */
  quantile?: number;
}

const MOST_REPEATS = 500;

async function timeMs(repeatable: Repeatable, times: number): Promise<number> {
  const begin = performance.now();
  await repeatable.run(times);
  return (performance.now() - begin) / times;
}

/** One computation in the comparison. */
class Timed {
  readonly samplesMs: number[] = [];
  readonly #repeatable: Repeatable;
  readonly #effort: Effort;
  #repeats = 1;
  #spentMs = 0;

  constructor(repeatable: Repeatable, effort: Effort) {
    this.#repeatable = repeatable;
    this.#effort = effort;
  }

  /** Compiles and warms up, then decides how many computations a sample has. A slow one is its own only sample. */
  async start(): Promise<void> {
    const { samples, budgetMs } = this.#effort;
    await this.#repeatable.run(1);
    const once = await timeMs(this.#repeatable, 1);
    if (once > budgetMs) this.#take(once);
    this.#repeats = Math.max(1, Math.min(MOST_REPEATS, Math.round(budgetMs / samples / once)));
  }

  async sample(): Promise<void> {
    if (this.#spentMs < this.#effort.budgetMs) this.#take(await timeMs(this.#repeatable, this.#repeats));
  }

  #take(ms: number): void {
    this.samplesMs.push(ms);
    this.#spentMs += ms * this.#repeats;
  }
}

/** The outcome of one computation: milliseconds, or why there is none. */
export interface Timing {
  ms: number | null;
  failure: string | null;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The times of computations that are measured in turn; one that throws is left out from then on. */
export async function timeTogether(repeatables: readonly Repeatable[], effort: Effort): Promise<Timing[]> {
  const timed = repeatables.map((repeatable) => new Timed(repeatable, effort));
  const timings: Timing[] = timed.map(() => ({ ms: null, failure: null }));
  const step = async (what: (one: Timed) => Promise<void>) => {
    for (const [i, one] of timed.entries()) {
      const timing = timings[i]!;
      if (timing.failure !== null) continue;
      await what(one).catch((error: unknown) => {
        timing.failure = messageOf(error);
      });
    }
  };
  await step((one) => one.start());
  for (let i = 0; i < effort.samples; i++) await step((one) => one.sample());
  timings.forEach((timing, i) => {
    if (timing.failure === null) timing.ms = quantile(timed[i]!.samplesMs, effort.quantile ?? 0.5);
  });
  return timings;
}
