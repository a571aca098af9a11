/** @file Runs the quick test: one fresh Web Worker per cell, like the command line's process per repetition. */
import type { Cell, Device } from '../../../data/contract/cell.ts';
import type { Outcome } from '../../../data/contract/outcome.ts';
import type { Result } from '../../../data/contract/submission.ts';
import { median } from '../../../data/derive/stats.ts';
import type { Phase } from '../../../runner/protocol/messages.ts';
import type { TrainedStep } from '../../../runner/worker/task.ts';
import { cellsToTry, type Part, parts } from './parts.ts';
import { type LeftOut, leaveOut, type Machine, type Measured, timingFor } from './plan.ts';
import { remainingMs } from './remaining.ts';
import { type Ended, runWorker, type Effects as WorkerEffects } from './run-worker.ts';
import { abortedWhenHidden, untilVisible, type Visibility } from './visible.ts';

/** Side effects; replaced in tests. */
export interface Effects extends WorkerEffects {
  /** Milliseconds of a monotonic clock. */
  now(): number;
  visibility: Visibility;
}

export interface Options {
  device: Device;
  machine: Machine;
  budgetMs: number;
  seed: number;
}

export type Progress =
  /** A cell is about to be measured. `remainingMs`: the expected time until all parts are measured. */
  | { type: 'begun'; cell: Cell; remainingMs: number }
  | { type: 'phase'; cell: Cell; phase: Phase }
  /** The last step of a training that is being timed. */
  | { type: 'trained'; cell: Cell; trained: TrainedStep }
  /** The page is hidden. What is being measured is begun again as soon as the page is visible. */
  | { type: 'paused' }
  /** `deviceLost`: the browser or the driver lost the GPU device, so that there is no result. */
  | { type: 'finished'; result: Result; deviceLost: boolean };

/** `broken`: nothing else could be measured after a failure. */
export type Stop = 'done' | 'broken' | 'cancelled';

interface Context extends Options {
  effects: Effects;
  report: (progress: Progress) => void;
  signal: AbortSignal;
  startedMs: number;
  /** Time that does not count, because the page was hidden. */
  pausedMs: number;
  /** Everything measured so far. */
  measured: Measured[];
}

/** Measures one part after another. Resolves to the reason for stopping, after every finished cell was reported. */
export async function runParts(
  options: Options,
  effects: Effects,
  report: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<Stop> {
  const context = {
    ...options,
    effects,
    report,
    signal,
    startedMs: effects.now(),
    pausedMs: 0,
    measured: [],
  };
  for (const part of parts) {
    const stop = await runPart(part, context);
    if (stop !== null) return stop;
  }
  return 'done';
}

/** The outcomes of a cell after which the next one of its part is tried. */
const triedAfter: Record<Part['measure'], readonly Outcome['status'][]> = {
  each: ['ok'],
  first: ['skipped', 'out-of-memory'],
};

/** Measures the cells of a part. Returns why nothing else can be measured, or null. */
async function runPart(part: Part, context: Context): Promise<Exclude<Stop, 'done'> | null> {
  let leftOut: Result | null = null;
  for (const cell of cellsToTry(part, context.device, context.measured)) {
    const reason = reasonToLeaveOut(cell, context);
    leftOut = reason && { cell, outcome: reason };
    const outcome = reason ?? (await measure(cell, context));
    if (outcome === 'cancelled' || outcome === 'broken') return outcome;
    if (!triedAfter[part.measure].includes(outcome.status)) break;
  }
  if (leftOut !== null) context.report({ type: 'finished', result: leftOut, deviceLost: false });
  return null;
}

const clockOf = ({ effects, startedMs, pausedMs, budgetMs }: Context) => ({
  elapsedMs: effects.now() - startedMs - pausedMs,
  budgetMs,
});

const reasonToLeaveOut = (cell: Cell, context: Context): LeftOut | null =>
  leaveOut(cell, context.measured, context.machine, clockOf(context));

/** The worker of a cell while the page was visible all the time; started again for as long as it was not. */
async function runVisible(cell: Cell, context: Context): Promise<Ended | 'cancelled'> {
  const { effects, report, signal, seed, budgetMs } = context;
  const timing = timingFor(budgetMs);
  for (;;) {
    const begunMs = effects.now();
    if (effects.visibility.hidden()) report({ type: 'paused' });
    await untilVisible(effects.visibility, signal);
    context.pausedMs += effects.now() - begunMs;
    if (signal.aborted) return 'cancelled';
    report({ type: 'begun', cell, remainingMs: remainingMs(cell, context, clockOf(context)) });
    const startedMs = effects.now();
    const attempt = abortedWhenHidden(effects.visibility, signal);
    const ended = await runWorker(
      { type: 'run', protocol: 4, cell, timing, runIndex: 0, seed, convergence: null, modelFile: null },
      effects,
      ({ phase, trained }) =>
        report(trained ? { type: 'trained', cell, trained } : { type: 'phase', cell, phase }),
      attempt.signal,
    );
    attempt.end();
    if (ended !== 'cancelled' || signal.aborted) return ended;
    context.pausedMs += effects.now() - startedMs;
  }
}

/** Measures a cell, remembers its time and reports it. After a lost or hanging GPU, nothing else would work. */
async function measure(cell: Cell, context: Context): Promise<Outcome | 'cancelled' | 'broken'> {
  const { budgetMs, measured, report } = context;
  const begunMs = clockOf(context).elapsedMs;
  const ended = await runVisible(cell, context);
  if (ended === 'cancelled') return ended;
  const { outcome, deviceLost } = ended;
  if (outcome.status === 'ok') {
    const tookMs = clockOf(context).elapsedMs - begunMs;
    measured.push(timeOf(cell, outcome, tookMs - timingFor(budgetMs).minWarmUpMs));
  }
  report({ type: 'finished', result: { cell, outcome }, deviceLost });
  return measured.length === 0 || deviceLost || outcome.status === 'timeout' ? 'broken' : outcome;
}

function timeOf(
  cell: Cell,
  { repetitions: [repetition] }: Extract<Outcome, { status: 'ok' }>,
  withoutWarmUpMs: number,
): Measured {
  const { samplesNs, itemsPerSample } = repetition!;
  const timedMs = samplesNs.reduce((sum, ns) => sum + ns, 0) / 1e6;
  const passesPerSample = itemsPerSample / (cell.batchSize ?? 1);
  return {
    cell,
    passMs: median(samplesNs) / 1e6 / passesPerSample,
    overheadMs: Math.max(0, withoutWarmUpMs - timedMs),
  };
}
