/** @file The raw samples of a result as the shapes of a small drawing: what was timed, in order, with its median. Pure. */
import { type Interval, median, medianInterval } from '../../data/derive/stats.ts';

/** Size of the drawing in its own units; the page stretches it to the width of the column. */
export const WIDTH = 1000;
export const HEIGHT = 60;

/** Repetitions that are drawn and described; more would be too thin to be told apart. */
export const MOST_REPETITIONS = 12;
/** Points of all repetitions; of more samples the smallest and the largest of each stretch are drawn. */
const MOST_POINTS = 160;
/** Space between two repetitions, and above and below the samples. */
const GAP = 8;
/** Ratio of the largest to the smallest sample from which the axis is logarithmic, so that one outlier does not flatten the rest. */
const LOG_FROM = 3;
const MARGIN = 4;

export interface Trace {
  /** One path a repetition, in order. */
  paths: string[];
  /** Height of the median of the repetitions. */
  middle: number;
  /** The interval of that median over the repetitions; null for a single one. */
  band: { top: number; height: number } | null;
  /** The smallest and the largest sample, in nanoseconds: the ends of the axis. */
  lowNs: number;
  highNs: number;
  medianNs: number;
  logarithmic: boolean;
  /** Samples that are drawn by the smallest and largest of their stretch. */
  thinned: boolean;
}

/** At most `most` samples: the smallest and the largest of each stretch, in their order, so that no outlier is lost. */
export function extremes(samples: readonly number[], most: number): number[] {
  if (samples.length <= most) return [...samples];
  const stretches = Math.max(1, Math.floor(most / 2));
  return Array.from({ length: stretches }, (_, index) => {
    const start = Math.floor((index * samples.length) / stretches);
    const stretch = samples.slice(start, Math.floor(((index + 1) * samples.length) / stretches));
    const [low, high] = [Math.min(...stretch), Math.max(...stretch)];
    return stretch.indexOf(low) < stretch.indexOf(high) ? [low, high] : [high, low];
  }).flat();
}

/** A path through samples; a single one is a short dash. */
function pathOf(samples: readonly number[], left: number, width: number, y: (ns: number) => number): string {
  const place = (value: number) => Number(value.toFixed(1));
  if (samples.length === 1) {
    const middle = place(left + width / 2);
    return `M${middle - 5} ${place(y(samples[0]!))}h10`;
  }
  const step = width / (samples.length - 1);
  const points = samples.map((ns, index) => `${place(left + index * step)} ${place(y(ns))}`);
  return `M${points.join('L')}`;
}

/** @param repetitions the samples of each, in nanoseconds; at least one */
export function traceOf(repetitions: readonly (readonly number[])[]): Trace {
  const drawn = repetitions.slice(0, MOST_REPETITIONS);
  const all = repetitions.flat();
  const lowNs = all.reduce((a, b) => Math.min(a, b));
  const highNs = all.reduce((a, b) => Math.max(a, b));
  const medians = repetitions.map(median);
  const logarithmic = highNs / lowNs > LOG_FROM;
  const height = logarithmic ? Math.log : (ns: number) => ns;
  const range = height(highNs) - height(lowNs) || 1;
  const y = (ns: number) => HEIGHT - MARGIN - ((height(ns) - height(lowNs)) / range) * (HEIGHT - 2 * MARGIN);
  const width = (WIDTH - GAP * (drawn.length - 1)) / drawn.length;
  const most = Math.floor(MOST_POINTS / drawn.length);
  const interval: Interval | null = medianInterval(medians);
  const medianNs = median(medians);
  return {
    paths: drawn.map((samples, index) => pathOf(extremes(samples, most), index * (width + GAP), width, y)),
    middle: Number(y(medianNs).toFixed(1)),
    band: interval && {
      top: Number(y(interval.high).toFixed(1)),
      height: Number(Math.max(1, y(interval.low) - y(interval.high)).toFixed(1)),
    },
    lowNs,
    highNs,
    medianNs,
    logarithmic,
    thinned: drawn.some((samples) => samples.length > most) || drawn.length < repetitions.length,
  };
}
