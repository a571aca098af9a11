/** @file Decides whether a cell of the quick test is measured, from its expected time and the machine. Pure. */
import { findWorkload } from '../../../data/catalogue/workload-facts.ts';
import type { Cell } from '../../../data/contract/cell.ts';
import type { Outcome } from '../../../data/contract/outcome.ts';
import { flopsPerItem } from '../../../data/derive/work.ts';
import type { Timing } from '../../../runner/protocol/messages.ts';

/** What the quick test must know about the machine before it plans. */
export interface Machine {
  /** Phones and tablets: some reload a page that takes 700 MB. */
  phone: boolean;
  /** Whether the adapter computes in float16. */
  half: boolean;
}

/** Time that a measured cell took. */
export interface Measured {
  cell: Cell;
  /** Median of one pass: one operation on a whole batch, or one optimizer step. */
  passMs: number;
  /** Wall time outside of warm-up and timed samples: loading, inputs, compilation, check. */
  overheadMs: number;
}

/** What is left of the budget. */
export interface Clock {
  elapsedMs: number;
  budgetMs: number;
}

export type LeftOut = Extract<Outcome, { status: 'skipped' | 'unsupported' }>;

/** Three pairs of 4096 x 4096 matrices and a product take 470 MB. */
const LARGEST_ON_PHONES = 2048;

/** Products end when this share of the budget is used, so that the other parts have the rest. */
const SHARE_OF_PRODUCTS = 0.45;

/**
 * Longest single multiplication to start on a GPU, in ms. Windows resets a GPU that does not respond for 2 s
 * (learn.microsoft.com, "Timeout detection and recovery"), and long dispatches make the page sluggish.
 */
const MAX_PRODUCT_MS = 500;

/** Least number of passes: cold start, check, two for the warm-up, three samples. A training is checked for 8 steps. */
const FEWEST_PASSES = { op: 7, train: 11 } as const;

/**
 * Share of the best rate of a product that other work is expected to reach at least. On a CPU with two threads the MNIST
 * CNN reached 0.64 and attention 0.83.
 */
const LEAST_EFFICIENCY = { gpu: 0.25, cpu: 0.4 } as const;

/** Time for inputs, weights, compilation and choosing kernels, on a laptop, where nothing similar was measured before. */
const OVERHEAD_MS = { op: 1000, train: 2500 } as const;

/** Bytes of each trained value: the value, its gradient and two of the optimizer. */
const BYTES_PER_PARAMETER = 16;

/** The largest net that fits a phone, in parameters. */
const LARGEST_NET_ON_PHONES = 10_000_000;

const NS_PER_MS = 1e6;

/** Phones and tablets by their user agent. An iPad identifies itself as a Macintosh but has a touch screen. */
export const isPhone = (userAgent: string, maxTouchPoints: number): boolean =>
  /Android|iPhone|iPad|Mobile/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1);

/** Time limits of one cell; at the default budget 0.3 s of warm-up and 1.2 s of samples. */
export const timingFor = (budgetMs: number): Timing => ({
  minWarmUpSteps: 2,
  minWarmUpMs: Math.round(budgetMs * 0.01),
  minSamples: 10,
  minMeasureMs: Math.round(budgetMs * 0.04),
  maxMeasureMs: Math.round(budgetMs * 0.1),
  exactSamples: null,
});

const modeOf = ({ mode }: Cell): 'op' | 'train' => (mode === 'train' ? 'train' : 'op');

/** Floating-point operations of one pass. */
function flopsOf(cell: Cell): number {
  const flops = flopsPerItem(findWorkload(cell.workload)!, cell);
  if (flops === null) throw new RangeError(`${cell.workload}: a size is missing`);
  return flops * (cell.batchSize ?? 1);
}

/** Operations per ms. */
const rateOf = ({ cell, passMs }: Measured): number => flopsOf(cell) / passMs;

const lastProduct = (measured: readonly Measured[]): Measured | undefined =>
  measured.findLast(({ cell }) => cell.size !== null);

/**
 * The expected time of one pass. For a product it is an upper bound, because larger matrices use a device better; for other
 * work it is a guess from the best rate so far.
 */
function expectedPassMs(cell: Cell, measured: readonly Measured[]): number {
  const product = cell.size === null ? undefined : lastProduct(measured);
  if (product !== undefined) return flopsOf(cell) / rateOf(product);
  return flopsOf(cell) / (LEAST_EFFICIENCY[cell.device.kind] * Math.max(...measured.map(rateOf)));
}

/**
 * The expected time outside of samples. That of a product grows with its inputs; after one product as if it were all for
 * the inputs, after two by their difference.
 */
function expectedOverheadMs(cell: Cell, measured: readonly Measured[]): number {
  if (cell.size === null) return OVERHEAD_MS[modeOf(cell)];
  const products = measured.filter((one) => one.cell.size !== null);
  const [last, before] = products.toReversed();
  if (last === undefined) return OVERHEAD_MS.op;
  const elements = (one: Measured) => one.cell.size! ** 2;
  const perElement =
    before === undefined
      ? last.overheadMs / elements(last)
      : Math.max(0, last.overheadMs - before.overheadMs) / (elements(last) - elements(before));
  return last.overheadMs + perElement * (cell.size ** 2 - elements(last));
}

/** The expected wall time of a cell in ms. At least one cell must be measured. */
export function expectedMs(cell: Cell, measured: readonly Measured[], budgetMs: number): number {
  const timing = timingFor(budgetMs);
  const passesMs = FEWEST_PASSES[modeOf(cell)] * expectedPassMs(cell, measured);
  return expectedOverheadMs(cell, measured) + Math.max(passesMs, timing.minWarmUpMs + timing.minMeasureMs);
}

/** Bytes that a phone lacks for a cell, or null if it has enough. */
function tooLargeForPhones(cell: Cell): number | null {
  // Three pairs of matrices and a product in float32.
  if (cell.size !== null) return cell.size > LARGEST_ON_PHONES ? 7 * 4 * cell.size ** 2 : null;
  const parameters = findWorkload(cell.workload)?.parameters ?? 0;
  return cell.mode === 'train' && parameters > LARGEST_NET_ON_PHONES
    ? BYTES_PER_PARAMETER * parameters
    : null;
}

function skip(limit: 'memory' | 'time', needed: number, reason: string): LeftOut {
  return { status: 'skipped', reason, limit, needed: Math.ceil(needed) };
}

/** Why a cell is not measured, or null if it is. The very first cell always fits the time. */
export function leaveOut(
  cell: Cell,
  measured: readonly Measured[],
  { phone, half }: Machine,
  { elapsedMs, budgetMs }: Clock,
): LeftOut | null {
  if (cell.dtype === 'float16' && !half)
    return { status: 'unsupported', reason: 'the adapter does not have shader-f16, so it has no float16' };
  const bytes = phone ? tooLargeForPhones(cell) : null;
  if (bytes !== null) return skip('memory', bytes, 'would take more memory than a phone gives to a page');
  if (measured.length === 0) return null;
  const passMs = expectedPassMs(cell, measured);
  if (cell.device.kind === 'gpu' && cell.size !== null && passMs > MAX_PRODUCT_MS)
    return skip('time', passMs * NS_PER_MS, 'one product would take more than half a second');
  const neededMs = expectedMs(cell, measured, budgetMs);
  const shareMs = cell.size !== null && cell.dtype === 'float32' ? SHARE_OF_PRODUCTS * budgetMs : budgetMs;
  return elapsedMs + neededMs > shareMs
    ? skip('time', neededMs * NS_PER_MS, 'would take more time than was left')
    : null;
}
