/** @file What the quick test's raw results come to, in words and figures. Pure. */
import type { Outcome } from '../../data/contract/outcome.ts';
import type { Result } from '../../data/contract/submission.ts';
import { median, medianInterval } from '../../data/derive/stats.ts';
import { summarise } from '../../data/derive/summary.ts';
import type { Stop } from './run.ts';

export interface SizeSummary {
  size: number;
  tflops: number;
  /** Of `tflops`, from the slowest to the fastest sample's interval; null for one sample. */
  low: number | null;
  high: number | null;
  medianMs: number;
  samples: number;
  maxError: number;
  /** Whether the output agreed with float64. A wrong product has no speed. */
  correct: boolean;
}

/** The sizes that were measured, in order. */
export function summarizeSizes(results: readonly Result[]): SizeSummary[] {
  return results.flatMap(({ cell, outcome }) => {
    if (outcome.status !== 'ok' || cell.size === null) return [];
    const { samplesNs, itemsPerSample } = outcome.repetitions[0]!;
    const eachMs = samplesNs.map((ns) => ns / 1e6 / itemsPerSample);
    const work = { trainingSamples: null, opMacs: cell.size ** 3 };
    const tflops = summarise(cell, outcome, work).value;
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

/** The fastest size whose output was right, or null. */
export function bestOf(sizes: readonly SizeSummary[]): SizeSummary | null {
  return sizes
    .filter(({ correct }) => correct)
    .reduce<SizeSummary | null>((best, size) => (best && best.tflops >= size.tflops ? best : size), null);
}

const stopWords: Record<Stop, string> = {
  done: 'All sizes were measured.',
  slow: 'The next size was left out: one multiplication would have kept this GPU busy for over half a second.',
  budget: 'The next size was left out: the time was up.',
  broken: 'The next size broke off.',
  cancelled: 'Cancelled. The size that was running is lost.',
};

/** Why no larger size was measured, in a sentence. */
export const stopText = (stop: Stop) => stopWords[stop];

export interface Trouble {
  what: string;
  mend: string;
}

export const noAdapter: Trouble = {
  what: 'This browser has WebGPU, but found no GPU that it may use.',
  mend: 'Turn on hardware acceleration in the browser’s settings, update the graphics driver, restart the browser. Remote desktops and virtual machines often have no GPU. The page chrome://gpu says why WebGPU is off.',
};

/** What went wrong in a browser's GPU process, said so that a visitor can do something about it; null for a result. */
export function troubleOf(outcome: Outcome, deviceLost: boolean): Trouble | null {
  switch (outcome.status) {
    case 'ok':
      return outcome.check.passed
        ? null
        : {
            what: 'The GPU computed a wrong product, so its speed does not count.',
            mend: 'Update the browser and the graphics driver, undo any overclocking, and start again.',
          };
    case 'out-of-memory':
      return {
        what: 'The GPU had no memory left for matrices of this size.',
        mend: 'Close other tabs and programs that use the GPU, and start again.',
      };
    case 'timeout':
      return {
        what: 'The GPU did not answer any more, so the test was stopped.',
        mend: 'Close other programs that use the GPU, reload this page, and start again.',
      };
    default:
      return deviceLost
        ? {
            what: 'The graphics driver took the GPU away from the browser (device lost).',
            mend: 'Wait a few seconds and start again. If it happens every time, update the graphics driver or restart the browser.',
          }
        : {
            what: `The test broke off: ${outcome.reason.replace(/\.*$/, '')}.`,
            mend: 'Start again. If it happens every time, reload the page without extensions or try another browser.',
          };
  }
}
