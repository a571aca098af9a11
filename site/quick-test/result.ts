/** @file Summarizes the raw results of the quick test and explains failures. Pure. */
import type { Outcome } from '../../data/contract/outcome.ts';
import type { Result } from '../../data/contract/submission.ts';
import { median, medianInterval } from '../../data/derive/stats.ts';
import { summarize } from '../../data/derive/summary.ts';
import type { Stop } from './run.ts';

export interface SizeSummary {
  size: number;
  tflops: number;
  /** Interval of `tflops`, derived from the interval of the median time; null for one sample. */
  low: number | null;
  high: number | null;
  medianMs: number;
  samples: number;
  maxError: number;
  /** Whether the output agreed with float64; a wrong product has no speed. */
  correct: boolean;
}

/** Summaries of the measured sizes in order. */
export function summarizeSizes(results: readonly Result[]): SizeSummary[] {
  return results.flatMap(({ cell, outcome }) => {
    if (outcome.status !== 'ok' || cell.size === null) return [];
    const { samplesNs, itemsPerSample } = outcome.repetitions[0]!;
    const eachMs = samplesNs.map((ns) => ns / 1e6 / itemsPerSample);
    const work = { trainingSamples: null, opMacs: cell.size ** 3 };
    const tflops = summarize(cell, outcome, work).value;
    const medianMs = median(eachMs);
    const spread = medianInterval(eachMs);
    const { check } = outcome;
    return {
      size: cell.size,
      tflops,
      low: spread && (tflops * medianMs) / spread.high,
      high: spread && (tflops * medianMs) / spread.low,
      medianMs,
      samples: samplesNs.length,
      maxError: check.maxRelativeError ?? Number.NaN,
      correct: check.passed === true,
    };
  });
}

/** The fastest size with a correct output, or null. */
export function bestOf(sizes: readonly SizeSummary[]): SizeSummary | null {
  return sizes
    .filter(({ correct }) => correct)
    .reduce<SizeSummary | null>((best, size) => (best && best.tflops >= size.tflops ? best : size), null);
}

const stopWords: Record<Stop, string> = {
  done: 'All sizes were measured.',
  slow: 'The next size was skipped because one multiplication would have taken more than half a second.',
  budget: 'The next size was skipped because the time was up.',
  broken: 'The next size failed.',
  cancelled: 'Cancelled. The size that was running has no result.',
};

/** Why no larger size was measured, in a sentence. */
export const stopText = (stop: Stop) => stopWords[stop];

export interface Trouble {
  what: string;
  remedy: string;
}

export const noAdapter: Trouble = {
  what: 'This browser has WebGPU, but found no GPU that it can use.',
  remedy:
    'Turn on hardware acceleration in the browser’s settings, update the graphics driver and restart the browser. Remote desktops and virtual machines often have no GPU. The page chrome://gpu shows why WebGPU is off.',
};

/** Explains a failure in terms of what the visitor can do about it; null for a correct result. */
export function troubleOf(outcome: Outcome, deviceLost: boolean): Trouble | null {
  switch (outcome.status) {
    case 'ok':
      return outcome.check.passed
        ? null
        : {
            what: 'The GPU computed a wrong product, so its speed does not count.',
            remedy: 'Update the browser and the graphics driver, undo any overclocking, and start again.',
          };
    case 'out-of-memory':
      return {
        what: 'The GPU does not have enough memory for matrices of this size.',
        remedy: 'Close other tabs and programs that use the GPU, and start again.',
      };
    case 'timeout':
      return {
        what: 'The GPU stopped responding, so the test was stopped.',
        remedy: 'Close other programs that use the GPU, reload this page, and start again.',
      };
    default:
      return deviceLost
        ? {
            what: 'The graphics driver took the GPU away from the browser (device lost).',
            remedy:
              'Wait a few seconds and start again. If it happens every time, update the graphics driver or restart the browser.',
          }
        : {
            what: `The test failed: ${outcome.reason.replace(/\.*$/, '')}.`,
            remedy:
              'Start again. If it happens every time, reload the page without extensions or try another browser.',
          };
  }
}
