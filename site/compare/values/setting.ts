/** @file A setting: one kind of work in which values may be compared, read from a comparison key. Pure. */
import { metrics } from '../../../data/contract/metric.ts';
import type { Metric } from '../../../data/contract/words.ts';
import { modeWords } from '../../rows/format.ts';

/** What is equal between two values before they are compared. */
export interface Setting {
  /** The comparison key. */
  key: string;
  workload: string;
  mode: keyof typeof modeWords;
  metric: Metric;
  /** Everything else in words, for example "naive · float32 · batch 128 · published". */
  words: string;
}

/** The setting of a comparison key; its work comes first, after the suite. */
export function settingOf(key: string, words: string): Setting {
  const [, workload, mode, metric] = key.split(' | ');
  if (workload === undefined || !isMode(mode) || !isMetric(metric))
    throw new Error(
      `comparison key "${key}": no suite, workload, mode and metric in front; rebuild the site`,
    );
  return { key, workload, mode, metric, words };
}

const isMode = (mode: string | undefined): mode is Setting['mode'] =>
  mode !== undefined && Object.hasOwn(modeWords, mode);
const isMetric = (metric: string | undefined): metric is Metric =>
  metric !== undefined && Object.hasOwn(metrics, metric);

/** The metric where the mode has several; otherwise an empty list. */
export const metricWords = ({ mode, metric }: Pick<Setting, 'mode' | 'metric'>): string[] =>
  mode === 'infer' ? [metrics[metric].title] : [];
