/** @file How much a GPU gains over the CPU beside it, by the size of the net. Pure. */
import { counted } from '../../data/derive/counted.ts';
import { shortName } from '../../data/derive/device-names.ts';
import { logLogFit } from '../../data/derive/stats.ts';
import { formatRatio, formatShare } from '../rows/format.ts';
import { isSound } from '../rows/sound.ts';
import {
  large,
  macsOf,
  type Pair,
  pairsOf,
  pairWords,
  rangeOf,
  rangeWords,
  ratioTable,
  rowsOfPairs,
  titleOf,
} from './evidence.ts';
import type { Evidence, Finding } from './finding.ts';

/** From this exponent on, the gain is said to grow with the size, if the power law explains enough of the variance. */
const GROWS = 0.1;
const EXPLAINS = 0.5;

export function gpuGain(evidence: Evidence): Finding | null {
  const pairs = pairsOf(evidence, 'gpu-over-cpu').flatMap((pair) => {
    const macs = macsOf(evidence.workloads, pair.one);
    return pair.one.mode !== 'train' || macs === null || macs === 0 ? [] : [{ ...pair, macs }];
  });
  const nets = [...Map.groupBy(pairs, ({ one }) => one.workload)]
    .map(([id, own]) => ({
      title: titleOf(evidence, id),
      own,
      macs: own[0]!.macs,
      range: rangeOf(own.map(({ ratio }) => ratio.value)),
    }))
    .toSorted((a, b) => a.macs - b.macs);
  if (nets.length < 2) return null;
  const { title, conclusion } = conclusionOf(nets, pairs);
  return {
    id: 'gpu-gain',
    title,
    conclusion: [...conclusion, ...baselineSentence(evidence, nets)],
    table: {
      ...ratioTable,
      caption:
        'Training speed of a GPU relative to the CPU beside it, smallest net first; same engine; MACs are multiply-accumulates',
      first: 'Net',
      lines: nets.map(({ title, own, macs, range }) => ({
        label: title,
        detail: `${large(macs)} MACs a sample`,
        cells: [formatRatio(range.middle), rangeWords(range), pairWords(own)],
        mark: range,
      })),
    },
    basis: rowsOfPairs(pairs),
    change:
      'A machine that trains a large net no faster on its GPU than on its CPU, or a small net much faster. Nets between the sizes in the table would show where the gain begins.',
  };
}

interface Net {
  title: string;
  macs: number;
  range: ReturnType<typeof rangeOf>;
}

function conclusionOf(
  nets: readonly Net[],
  pairs: readonly (Pair & { macs: number })[],
): Pick<Finding, 'title' | 'conclusion'> {
  const [smallest, largest] = [nets[0]!, nets.at(-1)!];
  const { slope, r2 } = logLogFit(pairs.map(({ macs, ratio }) => ({ x: macs, y: ratio.value })));
  const sizeOf = ({ title, macs }: Net) => `${title} (${large(macs)} multiply-accumulates a sample)`;
  const ends = `${rangeWords(smallest.range)} the speed for ${sizeOf(smallest)} and ${rangeWords(largest.range)} for ${sizeOf(largest)}`;
  const speeds = `Next to the CPU of the same machine, a GPU trains at ${ends}.`;
  if (slope < GROWS || r2 < EXPLAINS) {
    return {
      title: 'Whether a GPU gains more with larger nets is open',
      conclusion: [speeds, 'The present data do not show that the gain rises with the size of the net.'],
    };
  }
  return {
    title: 'A GPU gains more, the larger the net',
    conclusion: [
      speeds,
      `A power law through ${pairWords(pairs)} says that a net ten times as large gains ${formatRatio(10 ** slope)} as much; it explains ${formatShare(r2)} of the variance.`,
    ],
  };
}

/** The GPUs next to the baseline, in equal settings of the smallest and the largest net. */
function baselineSentence(evidence: Evidence, nets: readonly Net[]): string[] {
  const baselines = evidence.rows.filter(({ speedup, kind }) => speedup === 1 && kind === 'cpu');
  const keys = new Set(baselines.map(({ comparisonKey }) => comparisonKey));
  const rows = evidence.rows.filter(
    (row) =>
      isSound(row) &&
      row.kind === 'gpu' &&
      row.mode === 'train' &&
      row.speedup !== null &&
      keys.has(row.comparisonKey),
  );
  const of = (title: string) => rows.filter((row) => titleOf(evidence, row.workload) === title);
  const parts = [nets[0]!, nets.at(-1)!].flatMap(({ title }) => {
    const own = of(title);
    return own.length === 0
      ? []
      : [
          `${rangeWords(rangeOf(own.map(({ speedup }) => speedup!)))} for ${title} (${counted(new Set(own.map(({ name }) => name)).size, 'GPU')})`,
        ];
  });
  return parts.length < 2
    ? []
    : [
        `Next to the ${shortName(baselines[0]!.name)}, the 1.0x of this site, in equal settings: ${parts.join(' and ')}.`,
      ];
}
