/** @file Which matrix sizes the quick test measures and for how long: they grow while the budget and the GPU allow. Pure. */

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

/** Three pairs of 4096 x 4096 matrices and a product are 470 MB, and some phones reload a page that takes 700. */
const LARGEST_ON_PHONES = 2048;

export const DEFAULT_BUDGET_S = 25;
export const MIN_BUDGET_S = 1;
export const MAX_BUDGET_S = 120;

/**
 * The longest single multiplication that is started, in ms. Windows resets a GPU after 2 s without an answer
 * (learn.microsoft.com, "Timeout detection and recovery"), and a page of which every dispatch takes long is sluggish.
 */
const MAX_DISPATCH_MS = 500;

/** Multiplications of a size that cannot be saved: cold start, output check, two of warm-up, three samples. */
const FEWEST_MULTIPLICATIONS = 7;

/** What is known of a size after it was measured. */
export interface MeasuredSize {
  size: number;
  /** Median of one multiplication. */
  medianMs: number;
  /** Wall time that was neither warm-up nor timed samples: loading, inputs, compilation, output check. */
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

/** Reads `?budget=` in seconds; null where it is no number from 1 to 120. */
export function parseBudget(search: string): number | null {
  const given = new URLSearchParams(search).get('budget');
  if (given === null) return DEFAULT_BUDGET_S;
  const seconds = Number(given);
  return given.trim() !== '' && seconds >= MIN_BUDGET_S && seconds <= MAX_BUDGET_S ? seconds : null;
}

/** The largest size for this kind of computer. An iPad calls itself a Macintosh, but has a touch screen. */
export function largestSize(userAgent: string, maxTouchPoints: number): number {
  const phone = /Android|iPhone|iPad|Mobile/.test(userAgent);
  return phone || (/Macintosh/.test(userAgent) && maxTouchPoints > 1) ? LARGEST_ON_PHONES : SIZES.at(-1)!;
}

/** How long one size may take: at the default budget half a second of warm-up and one and a half of samples. */
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
 * The next size, or why there is none. The work grows with the cube of the size and the inputs with its square, so the
 * last size predicts the next from above: larger matrices use a GPU better.
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
