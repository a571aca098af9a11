/** @file Measures the training steps of a net on all engines in turn. */
import type { Observed } from '../../../../data/contract/outcome.ts';
import { observedSchema } from '../../../../data/contract/outcome.ts';
import { type Effort, type Repeatable, timeTogether } from '../../comparison/measure/clock.ts';
import { firstLine } from '../../comparison/tables/row.ts';
import type { Competitor, Threads } from '../engines.ts';
import type { EngineProcess } from '../processes/engine-process.ts';
import { FASTEST } from '../setting.ts';
import { requestOf, type Subject } from './subject.ts';

/** A step that takes longer is measured once, after one that is not measured. */
const effort: Effort = { samples: 4, budgetMs: 5000, quantile: FASTEST };

/** What an engine reached. */
export interface Step {
  /** Null if it failed. */
  seconds: number | null;
  failure: string | null;
  /** Peak memory of its process; null where the system does not tell. */
  peakBytes: number | null;
  /** What the task reports about itself. */
  observed: Observed;
}

/** A net in training in a process. A repetition is a step, as the engine's worker takes it. */
class Training implements Repeatable {
  readonly #competitor: Competitor;
  readonly #subject: Subject;
  readonly #threads: Threads;
  #process: EngineProcess | null = null;

  constructor(competitor: Competitor, subject: Subject, threads: Threads) {
    this.#competitor = competitor;
    this.#subject = subject;
    this.#threads = threads;
  }

  async run(times: number): Promise<void> {
    const started = this.#process ?? (await this.#start());
    await started.ask({ kind: 'run', times });
  }

  peakBytes(): number | null {
    return this.#process?.peakRss() ?? null;
  }

  async observed(): Promise<Observed> {
    return observedSchema.parse(await this.#process!.ask({ kind: 'observe' }));
  }

  async close(): Promise<void> {
    await this.#process?.close();
  }

  async #start(): Promise<EngineProcess> {
    const started = await this.#competitor.start(this.#threads);
    this.#process = started;
    await started.ask({ kind: 'task', request: requestOf(this.#competitor, this.#subject) });
    return started;
  }
}

/** The steps by the names of the engines. */
export async function measureSteps(
  competitors: readonly Competitor[],
  subject: Subject,
  threads: Threads,
): Promise<Map<string, Step>> {
  const trainings = competitors.map((competitor) => new Training(competitor, subject, threads));
  try {
    const timings = await timeTogether(trainings, effort);
    const steps = new Map<string, Step>();
    for (const [i, { ms, failure }] of timings.entries()) {
      const peakBytes = trainings[i]!.peakBytes();
      const seconds = ms === null ? null : ms / 1000;
      const observed = ms === null ? {} : await trainings[i]!.observed();
      const reason = failure === null ? null : firstLine(new Error(failure));
      steps.set(competitors[i]!.name, { seconds, failure: reason, peakBytes, observed });
    }
    return steps;
  } finally {
    await Promise.all(trainings.map((training) => training.close()));
  }
}
