/** @file Runs the quick test: one fresh Web Worker per cell, like the command line's process per repetition. */
import type { Cell, Device } from '../../../data/contract/cell.ts';
import type { Outcome } from '../../../data/contract/outcome.ts';
import type { Result } from '../../../data/contract/submission.ts';
import { median } from '../../../data/derive/stats.ts';
import type { Phase } from '../../../runner/protocol/messages.ts';
import { cellsOf, type Part, parts } from './parts.ts';
import { type LeftOut, leaveOut, type Machine, type Measured, timingFor } from './plan.ts';
import { runWorker, type Effects as WorkerEffects } from './run-worker.ts';

/** Side effects; replaced in tests. */
export interface Effects extends WorkerEffects {
  /** Milliseconds of a monotonic clock. */
  now(): number;
}

export interface Options {
  device: Device;
  machine: Machine;
  budgetMs: number;
  seed: number;
}

export type Progress =
  | { type: 'phase'; cell: Cell; phase: Phase; fraction: number }
  /** `deviceLost`: the browser or the driver lost the GPU device, so that there is no result. */
  | { type: 'finished'; result: Result; deviceLost: boolean };

/** `broken`: nothing else could be measured after a failure. */
export type Stop = 'done' | 'broken' | 'cancelled';

interface Context extends Options {
  effects: Effects;
  report: (progress: Progress) => void;
  signal: AbortSignal;
  startedMs: number;
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
  const context = { ...options, effects, report, signal, startedMs: effects.now(), measured: [] };
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
  for (const cell of cellsToTry(part, context)) {
    const reason = reasonToLeaveOut(cell, context);
    leftOut = reason && { cell, outcome: reason };
    const outcome = reason ?? (await measure(cell, context));
    if (outcome === 'cancelled' || outcome === 'broken') return outcome;
    if (!triedAfter[part.measure].includes(outcome.status)) break;
  }
  if (leftOut !== null) context.report({ type: 'finished', result: leftOut, deviceLost: false });
  return null;
}

/** The cells of a part. A product in half precision has a size that was measured in float32, so that both can be compared. */
function cellsToTry(part: Part, { device, measured }: Context): Cell[] {
  const cells = cellsOf(part, device);
  if (part.id !== 'half-product') return cells;
  const sizes = new Set(measured.map(({ cell }) => cell.size));
  return cells.filter(({ size }) => sizes.has(size));
}

function reasonToLeaveOut(
  cell: Cell,
  { measured, machine, budgetMs, effects, startedMs }: Context,
): LeftOut | null {
  return leaveOut(cell, measured, machine, { elapsedMs: effects.now() - startedMs, budgetMs });
}

/** Measures a cell, remembers its time and reports it. After a lost or hanging GPU, nothing else would work. */
async function measure(cell: Cell, context: Context): Promise<Outcome | 'cancelled' | 'broken'> {
  const { effects, budgetMs, measured, report, seed, signal } = context;
  const timing = timingFor(budgetMs);
  const begunMs = effects.now();
  const ended = await runWorker(
    { type: 'run', protocol: 4, cell, timing, runIndex: 0, seed, convergence: null, modelFile: null },
    effects,
    ({ phase, fraction }) => report({ type: 'phase', cell, phase, fraction }),
    signal,
  );
  if (ended === 'cancelled') return ended;
  const { outcome, deviceLost } = ended;
  if (outcome.status === 'ok')
    measured.push(timeOf(cell, outcome, effects.now() - begunMs - timing.minWarmUpMs));
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
