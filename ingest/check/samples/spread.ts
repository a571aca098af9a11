/** @file Flags widely scattered samples: something else ran at the same time, or the machine throttled. */
import { median, quantile } from '../../../data/derive/stats.ts';
import type { Check, CheckFinding } from '../contract/check.ts';

/** Quartiles of fewer samples are unreliable. */
const ENOUGH = 10;

/** Interquartile range over median above which a run counts as noisy (torch.utils.benchmark warns from here on). */
const NOISY = 0.1;

/** The interquartile range over the median. */
const spreadOf = (samples: readonly number[]): number =>
  (quantile(samples, 0.75) - quantile(samples, 0.25)) / median(samples);

export const spread: Check = ({ measurements }) =>
  measurements.flatMap((measurement): CheckFinding[] => {
    let widest = 0;
    for (const { samplesNs } of measurement.outcome.repetitions)
      if (samplesNs.length >= ENOUGH) widest = Math.max(widest, spreadOf(samplesNs));
    if (widest <= NOISY) return [];
    const text = `the middle half of the samples of a repetition spreads over ${Math.round(widest * 100)} % of the median`;
    return [{ check: 'noisy', severity: 'flag', measurement, text }];
  });
