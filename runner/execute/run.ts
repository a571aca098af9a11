/** @file Executes the plan, one worker process after another, and saves every result immediately. */

import { setTimeout as sleep } from 'node:timers/promises';
import { type Cell, cellId } from '../../data/contract/cell.ts';
import type { Result } from '../../data/contract/submission.ts';
import { busyReason } from '../../data/derive/load.ts';
import type { DatasetName } from '../datasets/catalogue.ts';
import type { Prepared } from '../datasets/prepare.ts';
import { readFreeMemoryBytes } from '../detect/conditions.ts';
import type { PreparedModel } from '../language-model/prepare.ts';
import type { Plan, PlannedBatchSweep, PlannedCell } from '../plan/plan.ts';
import { type Phase, PROTOCOL_VERSION, type RunRequest } from '../protocol/messages.ts';
import type { CellResult } from '../results/cell-result.ts';
import { type Attempt, runRepetition } from '../supervise/supervise.ts';
import { cleanReason } from '../text/clean-text.ts';
import { nextBatch } from './batch-sweep.ts';
import { describeChange } from './change.ts';
import type { Reporter } from './events.ts';
import { Journal } from './journal.ts';
import type { Metered } from './meters.ts';
import { type Patience, Schedule } from './schedule.ts';
import { Stopwatch, stepMsOf } from './stopwatch.ts';

export interface RunOptions {
  seed: number;
  signal: AbortSignal;
  report: Reporter;
  /** Computes the value of a result for progress events. */
  toCellResult: (result: Result) => CellResult;
  /** Called after every repetition with all results so far; cells that have not started are `skipped`. */
  save: (results: Result[]) => void;
  /** Results of the interrupted run that is resumed; empty for a new run. */
  before: readonly Result[];
  /** Whether to warn if other programs use the machine. */
  warnsOfLoad: boolean;
  /** The power meter of a cell's device, with its idle power. */
  meterOf: (cell: Cell) => Metered | null;
  datasets: ReadonlyMap<DatasetName, Prepared>;
  /** Milliseconds of a monotonic clock; tests step their own. */
  now?: () => number;
  /** How long a worker that hangs is waited for; tests shorten it. */
  patience?: Patience;
  /** Language model files by SHA-256. */
  models: ReadonlyMap<string, PreparedModel>;
}

/** Runs until the plan is done or the signal aborts. Returns every result. */
export async function runPlan(plan: Plan, options: RunOptions): Promise<Result[]> {
  const run = new Run(plan, options);
  const { signal } = options;
  for (let next = run.schedule.next(); next !== null && !signal.aborted; next = run.schedule.next())
    await run.measure(next.planned, next.runIndex);
  for (let next = run.schedule.nextSweep(); next !== null && !signal.aborted; next = run.schedule.nextSweep())
    await run.runBatchSweep(next);
  return run.journal.results();
}

class Run {
  readonly journal: Journal;
  readonly schedule: Schedule;
  readonly #plan: Plan;
  readonly #options: RunOptions;
  readonly #now: () => number;
  /** Reasons without power that were reported. */
  readonly #reported = new Set<string>();
  #started = 0;
  #warnedOfLoad = false;

  constructor(plan: Plan, options: RunOptions) {
    this.#plan = plan;
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
    this.journal = new Journal(plan, options.before);
    this.schedule = new Schedule(plan, this.journal, options.patience);
  }

  async measure(planned: PlannedCell, runIndex: number): Promise<void> {
    const { report, signal, toCellResult, save } = this.#options;
    const pauseMs = await this.#coolDown();
    if (signal.aborted) return;
    const { cell } = planned;
    const id = cellId(cell);
    const position = ++this.#started;
    const isBatch = planned.purpose === 'batch-sweep';
    const expectedMs = this.schedule.expectedMs(planned);
    const restMs = this.schedule.remainingMs({ planned, runIndex });
    const remainingMs = Math.round(expectedMs + restMs);
    const total = isBatch ? null : this.schedule.total;
    report({ event: 'begin', id, cell, runIndex, remainingMs, position, total });
    const watch = new Stopwatch(this.#now);
    const attempt = await this.#attempt(planned, runIndex, (phase, fraction, ownMs) => {
      watch.reached(phase);
      const own = ownMs ?? Math.max(0, expectedMs - watch.elapsedMs);
      report({ event: 'progress', id, phase, fraction, remainingMs: Math.round(own + restMs) });
    });
    if (attempt.status === 'stopped') return;
    this.#warnOfPower(attempt);
    const elapsedMs = Math.round(watch.elapsedMs);
    this.#warnIfBusy(cell, attempt);
    const result = this.journal.add(planned, attempt);
    const change = this.schedule.ended(
      planned,
      pauseMs + elapsedMs,
      attempt.status === 'ok'
        ? { planned, parts: watch.parts(), stepMs: stepMsOf(planned, attempt.result.repetition) }
        : null,
    );
    save(this.journal.results());
    const { status, reason, value } = toCellResult(result);
    report({ event: 'end', id, cell, runIndex, elapsedMs, status, reason, value });
    const text = describeChange(change, this.#plan.choice);
    if (text !== null) report({ event: 'note', text });
  }

  /** Runs a batch sweep to its end. A failure becomes the outcome of its batch. */
  async runBatchSweep(batchSweep: PlannedBatchSweep): Promise<void> {
    const { report, signal, toCellResult, save } = this.#options;
    while (!signal.aborted) {
      const { device } = batchSweep.first;
      const next = nextBatch(this.journal.batchesOf(batchSweep.first), {
        findsLargest: device.kind === 'gpu' && !device.software,
        freeBytes: batchSweep.ownMemory ? null : await readFreeMemoryBytes(),
        longestBatchMs: batchSweep.longestBatchMs,
      });
      if (next.step === 'stop') break;
      const planned = batchSweep.plannedAt(next.batchSize, next.step === 'skip' || next.quick);
      const refusal = next.step === 'skip' ? next.refusal : this.schedule.refuse(planned);
      if (refusal === null) {
        await this.measure(planned, 0);
        continue;
      }
      const result = this.journal.skip(planned.cell, refusal);
      save(this.journal.results());
      report({ event: 'end', ...toCellResult(result), runIndex: 0, elapsedMs: 0 });
      break;
    }
    this.schedule.finishedSweep(batchSweep);
  }

  async #attempt(planned: PlannedCell, runIndex: number, onProgress: OnProgress): Promise<Attempt> {
    const { seed, signal, meterOf, datasets, models } = this.#options;
    const dataset = planned.convergence && datasets.get(planned.convergence.dataset);
    if (dataset?.status === 'refused') return { status: 'failed', reason: dataset.reason };
    const model = models.get(planned.cell.languageModel?.sha256 ?? '');
    if (model?.status === 'refused') return { status: 'failed', reason: cleanReason(model.reason) };
    const metered = meterOf(planned.cell);
    return runPlanned(
      planned,
      runIndex,
      {
        seed,
        signal,
        metered,
        dataFolder: dataset?.status === 'ready' ? dataset.folder : null,
        modelFile: model?.path ?? null,
        budgetMs: this.schedule.budgetMs(planned),
        deadlineMs: this.schedule.deadlineMs(planned),
      },
      onProgress,
    );
  }

  /** Says so at the first repetition, while closing other programs still helps; the end of the run counts the rest. */
  #warnIfBusy(cell: Cell, attempt: Attempt): void {
    if (!this.#options.warnsOfLoad || this.#warnedOfLoad || attempt.status !== 'ok') return;
    const reason = busyReason(cell, { repetitions: [attempt.result.repetition] });
    if (reason === null) return;
    this.#warnedOfLoad = true;
    this.#options.report({ event: 'warning', text: `${reason}; close them: such results are not ranked` });
  }

  #warnOfPower(attempt: Attempt): void {
    const reason = attempt.status === 'ok' ? attempt.whyNoPower : undefined;
    if (reason === undefined || this.#reported.has(reason)) return;
    this.#reported.add(reason);
    this.#options.report({ event: 'warning', text: `no power is recorded: ${reason}` });
  }

  /** Returns the milliseconds that it took. */
  async #coolDown(): Promise<number> {
    const { delayMs } = this.#plan;
    if (delayMs === 0 || this.#started === 0) return 0;
    this.#options.report({ event: 'cool-down', delayMs });
    await sleep(delayMs, undefined, { signal: this.#options.signal }).catch(() => undefined);
    return delayMs;
  }
}

type OnProgress = (phase: Phase, fraction: number, ownMs: number | null) => void;

interface RepetitionOptions {
  seed: number;
  signal: AbortSignal;
  /** Folder of the data set's files; null trains on generated samples. */
  dataFolder?: string | null;
  /** Path of the language model; null if the cell has none. */
  modelFile?: string | null;
  metered?: Metered | null;
  /** Milliseconds after which no further sample starts; omitted if there is no limit. */
  budgetMs?: number;
  /** Milliseconds after which the worker is ended; omitted for those of the plan. */
  deadlineMs?: number;
}

/** Runs one repetition of a planned cell. */
export function runPlanned(
  { cell, engine, timing, convergence, ...planned }: PlannedCell,
  runIndex: number,
  options: RepetitionOptions,
  onProgress: OnProgress,
): Promise<Attempt> {
  const { seed, signal, dataFolder = null, modelFile = null, metered = null, budgetMs } = options;
  const { deadlineMs = planned.deadlineMs } = options;
  const request: RunRequest = {
    type: 'run',
    protocol: PROTOCOL_VERSION,
    cell,
    timing,
    runIndex,
    seed,
    convergence: convergence && {
      target: convergence.target,
      maxEpochs: convergence.maxEpochs,
      dataFolder,
    },
    modelFile,
    ...(budgetMs === undefined ? {} : { budgetMs }),
  };
  const meter = { meter: metered?.meter ?? null, idleWatts: metered?.idleWatts ?? null };
  return runRepetition(engine, request, { deadlineMs, signal, ...meter }, (message) =>
    onProgress(message.phase, message.fraction, message.remainingMs),
  );
}
