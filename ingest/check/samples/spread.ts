/** @file Flags widely scattered samples: something else ran at the same time, or the machine throttled. */
import { median, quantile } from '../../../data/derive/stats.ts';
import type { Check, CheckFinding } from '../contract/check.ts';

/** Quartiles of fewer samples are unreliable. */
const ENOUGH = 10;

/** Interquartile range over median above which a run counts as noisy (torch.utils.benchmark warns from here on). */
const NOISY = 0.1;

export const spread: Check = ({ measurements }) =>
  measurements.flatMap((measurement): CheckFinding[] => {
    const spreads = measurement.outcome.repetitions
      .filter(({ samplesNs }) => samplesNs.length >= ENOUGH)
      .map(({ samplesNs }) => (quantile(samplesNs, 0.75) - quantile(samplesNs, 0.25)) / median(samplesNs));
    const widest = Math.max(0, ...spreads);
    if (widest <= NOISY) return [];
    const text = `the middle half of the samples of a repetition spreads over ${Math.round(widest * 100)} % of the median`;
    return [{ check: 'noisy', severity: 'flag', measurement, text }];
  });
