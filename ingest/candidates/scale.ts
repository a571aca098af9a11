/** @file Scales the fields of a row that depend on its value to another value. */
import { metrics } from '../../data/contract/metric.ts';
import { shareOfPeak } from '../../data/derive/bounds/share-of-peak.ts';
import type { Candidate } from './candidate.ts';

/** The value with every field that depends on it; a ladder and its largest batch stay as they were measured. */
export function scaled(row: Candidate['row'], value: number) {
  const ratio = value / row.value;
  const [rate, time] = metrics[row.metric].higherIsBetter ? [ratio, 1 / ratio] : [1 / ratio, ratio];
  const { utilization, utilizationOf, samplesPerSecond, latency, energy, cost } = row;
  return {
    value,
    ...shareOfPeak(utilization === null ? null : utilization * rate, utilizationOf),
    samplesPerSecond: samplesPerSecond === null ? null : samplesPerSecond * rate,
    latency: latency === null ? null : { ...latency, p90Ms: latency.p90Ms * time },
    energy:
      energy === null ? null : { ...energy, joules: energy.joules === null ? null : energy.joules * time },
    cost: cost === null ? null : { ...cost, hours: cost.hours * time, usd: cost.usd * time },
  };
}
