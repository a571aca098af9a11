/** @file Plans the matrix sizes of the quick test and their time; sizes grow while the budget and the GPU allow. Pure. */

/** What the quick test measures, size after size. */
export const MEASURED = {
  workload: 'matmul',
  mode: 'op',
  engine: 'tfjs-webgpu',
  recipe: 'optimized',
  dtype: 'float32',
} as const;

/** Rows and columns of the square matrices, smallest first. */
export const SIZES = [256, 512, 1024, 2048, 4096] as const;

/** Three pairs of 4096 x 4096 matrices and a product take 470 MB, and some phones reload a page that takes 700 MB. */
const LARGEST_ON_PHONES = 2048;

export const DEFAULT_BUDGET_S = 25;
export const MIN_BUDGET_S = 1;
export const MAX_BUDGET_S = 120;

/**
 * Longest single multiplication to start, in ms. Windows resets a GPU that does not respond for 2 s
 * (learn.microsoft.com, "Timeout detection and recovery"), and long dispatches make the page sluggish.
 */
const MAX_DISPATCH_MS = 500;

/** Minimum number of multiplications per size: cold start, output check, two for the warm-up, three samples. */
const FEWEST_MULTIPLICATIONS = 7;

/** Timing of a measured size. */
export interface MeasuredSize {
  size: number;
  /** Median of one multiplication. */
  medianMs: number;
  /** Wall time outside of warm-up and timed samples: loading, inputs, compilation, output check. */
  overheadMs: number;
}

export interface SizeTiming {
  minWarmUpSteps: number;
  minWarmUpMs: number;
  minSamples: number;
  minMeasureMs: number;
  maxMeasureMs: number;
  exactSamples: null;
}

/** Parses `?budget=` in seconds; null if it is not a number from 1 to 120. */
export function parseBudget(search: string): number | null {
  const given = new URLSearchParams(search).get('budget');
  if (given === null) return DEFAULT_BUDGET_S;
  const seconds = Number(given);
  return given.trim() !== '' && seconds >= MIN_BUDGET_S && seconds <= MAX_BUDGET_S ? seconds : null;
}

/** The largest size for this kind of machine. An iPad identifies itself as a Macintosh but has a touch screen. */
export function largestSize(userAgent: string, maxTouchPoints: number): number {
  const phone = /Android|iPhone|iPad|Mobile/.test(userAgent);
  return phone || (/Macintosh/.test(userAgent) && maxTouchPoints > 1) ? LARGEST_ON_PHONES : SIZES.at(-1)!;
}

/** Time limits of one size; at the default budget 0.5 s of warm-up and 1.5 s of samples. */
export function timingFor(budgetMs: number): SizeTiming {
  return {
    minWarmUpSteps: 2,
    minWarmUpMs: Math.round(budgetMs * 0.02),
    minSamples: 10,
    minMeasureMs: Math.round(budgetMs * 0.06),
    maxMeasureMs: Math.round(budgetMs * 0.12),
    exactSamples: null,
  };
}

/**
 * The next size, or the reason why there is none. The estimate from the last size is an upper bound: work grows with the
 * cube of the size and inputs with its square, and larger matrices use a GPU better.
 */
export function nextSize(
  last: MeasuredSize | null,
  elapsedMs: number,
  { budgetMs, largest }: { budgetMs: number; largest: number },
): { size: number } | { stop: 'done' | 'slow' | 'budget' } {
  if (last === null) return { size: SIZES[0] };
  const size = SIZES.find((candidate) => candidate > last.size && candidate <= largest);
  if (size === undefined) return { stop: 'done' };
  const growth = size / last.size;
  const multiplicationMs = last.medianMs * growth ** 3;
  if (multiplicationMs > MAX_DISPATCH_MS) return { stop: 'slow' };
  const timing = timingFor(budgetMs);
  const expectedMs =
    last.overheadMs * growth ** 2 +
    Math.max(FEWEST_MULTIPLICATIONS * multiplicationMs, timing.minWarmUpMs + timing.minMeasureMs);
  return elapsedMs + expectedMs > budgetMs ? { stop: 'budget' } : { size };
}
