/** @file The ratios of a GPU over the CPU of its machine, one line for each workload and mode. Pure. */
import type { Ratio } from '../../data/contract/leaderboard.ts';
import { median } from '../../data/derive/stats.ts';
import type { NamedRow } from '../rows/named-row.ts';

export interface Pairs {
  workload: string;
  mode: NamedRow['mode'];
  /** Times faster, of all pairs. */
  ratio: { low: number; median: number; high: number; pairs: number };
  /** The pair with the fastest GPU: rows with the same settings, not two best rows. */
  gpu: NamedRow;
  cpu: NamedRow;
  caveat: string | null;
}

/** By median, the largest first; pairs whose rows are not on the site are left out. */
export function pairsOf(ratios: readonly Ratio[], findRow: (id: string) => NamedRow | null): Pairs[] {
  const known = ratios.flatMap((ratio) => {
    const [gpu, cpu] = ratio.rows.map(findRow);
    return gpu && cpu ? [{ ratio, gpu, cpu }] : [];
  });
  return [...Map.groupBy(known, ({ ratio }) => `${ratio.workload} ${ratio.mode}`).values()]
    .map((pairs) => {
      const values = pairs.map(({ ratio }) => ratio.value);
      const { ratio, gpu, cpu } = pairs.reduce((best, pair) =>
        speed(pair.gpu) > speed(best.gpu) ? pair : best,
      );
      return {
        workload: ratio.workload,
        mode: ratio.mode,
        ratio: {
          low: Math.min(...values),
          median: median(values),
          high: Math.max(...values),
          pairs: values.length,
        },
        gpu,
        cpu,
        caveat: ratio.caveat,
      };
    })
    .toSorted((a, b) => b.ratio.median - a.ratio.median);
}

/** For rows of one workload and mode; samples per second where the metrics differ. */
const speed = ({ samplesPerSecond, value, higherIsBetter }: NamedRow): number =>
  samplesPerSecond ?? (higherIsBetter ? value : 1 / value);
