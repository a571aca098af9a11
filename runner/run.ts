/** @file Goes through the plan, one worker process after the other, and keeps every result as soon as there is one. */
import { cellId } from '../data/contract/cell.ts';
import type { Result } from '../data/contract/submission.ts';
import type { Finished, Reporter } from './events.ts';
import { type EndedAttempt, toOutcome } from './outcome.ts';
import type { Plan, PlannedCell } from './plan.ts';
import { PROTOCOL_VERSION } from './protocol.ts';
import { type Attempt, runRepetition } from './supervise.ts';

/** A sample takes about a dozen bytes; together they may fill most of the megabyte that a file may have. */
const SAMPLES_IN_A_FILE = 60_000;

export interface RunOptions {
  seed: number;
  signal: AbortSignal;
  report: Reporter;
  /** Gives a result its number for the person who waits. */
  judge: (result: Result) => Finished;
  /** Called after every repetition with all results so far. */
  save: (results: Result[]) => void;
}

/** Runs until the plan is done or the signal says stop, and returns every result; what was not begun is `skipped`. */
export async function runPlan(plan: Plan, options: RunOptions): Promise<Result[]> {
  const attempts = new Map<PlannedCell, EndedAttempt[]>();
  const maxSamples = Math.max(50, Math.floor(SAMPLES_IN_A_FILE / Math.max(1, plan.order.length)));
  const resultOf = (planned: PlannedCell): Result => {
    const ended = attempts.get(planned);
    const reason = 'the run was stopped before this cell was measured';
    const outcome = ended ? toOutcome(ended, maxSamples) : ({ status: 'skipped', reason } as const);
    return { cell: planned.cell, outcome };
  };
  const clock = new Countdown(plan);

  for (const [index, { planned, runIndex }] of plan.order.entries()) {
    if (options.signal.aborted) break;
    const before = attempts.get(planned) ?? [];
    if (before.some(({ status }) => status !== 'ok')) continue;
    const { cell } = planned;
    const id = cellId(cell);
    const remainingMs = clock.remainingMs(index);
    options.report({
      event: 'begin',
      id,
      cell,
      runIndex,
      position: index + 1,
      total: plan.order.length,
      remainingMs,
    });
    const startedMs = performance.now();
    const attempt = await runPlanned(planned, runIndex, options, (phase, fraction, ownMs) => {
      const elapsedMs = performance.now() - startedMs;
      const rest = clock.remainingMs(index + 1) + (ownMs ?? Math.max(0, planned.estimateMs - elapsedMs));
      options.report({ event: 'progress', id, phase, fraction, remainingMs: rest });
    });
    if (attempt.status === 'stopped') break;
    const elapsedMs = Math.round(performance.now() - startedMs);
    clock.took(planned, elapsedMs);
    attempts.set(planned, [...before, attempt]);
    options.save([...plan.impossible, ...[...attempts.keys()].map(resultOf)]);
    const { status, reason, value } = options.judge(resultOf(planned));
    options.report({ event: 'end', id, cell, runIndex, elapsedMs, status, reason, value });
  }
  return [...plan.impossible, ...plan.cells.map(resultOf)];
}

/** One repetition of a planned cell. */
export function runPlanned(
  { cell, engine, timing, deadlineMs }: PlannedCell,
  runIndex: number,
  { seed, signal }: Pick<RunOptions, 'seed' | 'signal'>,
  onProgress: (
    phase: 'load' | 'check' | 'warm-up' | 'measure',
    fraction: number,
    ownMs: number | null,
  ) => void,
): Promise<Attempt> {
  const request = { type: 'run', protocol: PROTOCOL_VERSION, cell, timing, runIndex, seed } as const;
  return runRepetition(engine, request, { deadlineMs, signal }, (message) =>
    onProgress(message.phase, message.fraction, message.remainingMs),
  );
}

/** How long it still takes: the estimates, corrected by how wrong they were so far. */
class Countdown {
  readonly #plan: Plan;
  #estimatedMs = 0;
  #tookMs = 0;

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  took(planned: PlannedCell, elapsedMs: number): void {
    this.#estimatedMs += planned.estimateMs;
    this.#tookMs += elapsedMs;
  }

  /** Milliseconds from the start of run number `index` to the end. */
  remainingMs(index: number): number {
    const rest = this.#plan.order.slice(index).reduce((sum, { planned }) => sum + planned.estimateMs, 0);
    const correction = this.#estimatedMs === 0 ? 1 : this.#tookMs / this.#estimatedMs;
    return Math.round(rest * correction);
  }
}
