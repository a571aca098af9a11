/** @file Where a CPU beats the GPU beside it: small nets and small batches. Pure. */
import { counted } from '../../data/derive/counted.ts';
import { shortName } from '../../data/derive/device-names.ts';
import { listWords } from '../rows/list-words.ts';
import type { NamedRow } from '../rows/named-row.ts';
import { isSound } from '../rows/sound.ts';
import {
  large,
  MOST_LINES,
  macsOf,
  type Pair,
  pairLine,
  pairsOf,
  pairWords,
  ratioTable,
  rowsOfPairs,
  titleOf,
} from './evidence.ts';
import type { Evidence, Finding } from './finding.ts';

export function smallNets(evidence: Evidence): Finding | null {
  const pairs = pairsOf(evidence, 'gpu-over-cpu')
    .filter(({ one }) => one.mode === 'train')
    .toSorted((a, b) => a.ratio.value - b.ratio.value);
  if (pairs.length === 0) return null;
  const slower = pairs.filter(({ ratio }) => ratio.value < 1);
  return {
    id: 'small-nets',
    title: slower.length > 0 ? 'A small net can train faster on the CPU' : 'No CPU beats the GPU beside it',
    conclusion: [sizeSentence(evidence, pairs, slower), ...batchSentences(evidence)],
    table: {
      ...ratioTable,
      columns: ['Ratio', 'GPU and CPU'],
      caption: 'Training speed of the GPU relative to the CPU of the same machine, the slowest GPUs first',
      first: 'Net and chip',
      lines: pairs.slice(0, MOST_LINES).map((pair) => {
        const { workload, name, engineName, recipe, batchSize } = pair.one;
        const label = `${titleOf(evidence, workload)}, ${shortName(name)}`;
        return pairLine(pair, label, [
          engineName,
          recipe,
          ...(batchSize === null ? [] : [`batch ${batchSize}`]),
        ]);
      }),
    },
    basis: rowsOfPairs(pairs),
    change:
      'The same nets at larger batches, or with engines that start fewer kernels for each step: both give a GPU more work at a time.',
  };
}

function sizeSentence(evidence: Evidence, pairs: readonly Pair[], slower: readonly Pair[]): string {
  if (slower.length === 0)
    return pairs.length === 1
      ? 'In the only pair, the CPU is not faster.'
      : `In none of ${pairWords(pairs)} is the CPU faster.`;
  const sizes = slower.flatMap(({ one }) => macsOf(evidence.workloads, one) ?? []);
  const batches = [...new Set(slower.flatMap(({ one }) => one.batchSize ?? []))].toSorted((a, b) => a - b);
  const nets = [...new Set(slower.map(({ one }) => titleOf(evidence, one.workload)))];
  const largest =
    sizes.length === 0 ? '' : ` They need at most ${large(Math.max(...sizes))} multiply-accumulates a sample`;
  const at =
    batches.length === 0
      ? ''
      : `, at ${batches.length === 1 ? 'a batch' : 'batches'} of ${listWords(batches.map(String))}`;
  const always = pairs
    .filter(({ one }) => slower.every((pair) => pair.one.workload !== one.workload))
    .toSorted(
      (a, b) => (macsOf(evidence.workloads, a.one) ?? 0) - (macsOf(evidence.workloads, b.one) ?? 0),
    )[0];
  const won =
    always === undefined
      ? ''
      : ` The smallest net that every GPU trains faster is ${titleOf(evidence, always.one.workload)}.`;
  return `In ${slower.length} of ${pairWords(pairs)} the CPU trains faster than the GPU: ${listWords(nets)}.${largest}${largest === '' ? '' : `${at}.`}${won}`;
}

/** One batch of a sweep on both devices of a machine. */
interface Crossing {
  gpu: NamedRow;
  /** Smallest batch at which the GPU is faster; null if it never is. */
  batch: number | null;
  smallest: number;
}

/** Batch sweeps of one net on a GPU and on the CPU beside it, with the same engine or the best of each. */
export function crossingsOf(rows: readonly NamedRow[]): Crossing[] {
  const sweeps = rows.filter((row) => isSound(row) && row.ladder !== null);
  const groups = Map.groupBy(sweeps, ({ machine, workload, mode, recipe, dtype }) =>
    [machine.id, workload, mode, recipe, dtype].join(' '),
  );
  return [...groups.values()].flatMap((group) => {
    const best = (kind: 'gpu' | 'cpu') =>
      group.filter((row) => row.kind === kind).toSorted((a, b) => b.value - a.value)[0];
    const [gpu, cpu] = [best('gpu'), best('cpu')];
    if (gpu === undefined || cpu === undefined) return [];
    const cpuRates = new Map(
      cpu.ladder!.map(({ batchSize, samplesPerSecond }) => [batchSize, samplesPerSecond]),
    );
    const common = gpu.ladder!.filter(({ batchSize }) => cpuRates.has(batchSize));
    if (common.length === 0) return [];
    const faster = common.find(
      ({ batchSize, samplesPerSecond }) => samplesPerSecond > cpuRates.get(batchSize)!,
    );
    return [{ gpu, batch: faster?.batchSize ?? null, smallest: common[0]!.batchSize }];
  });
}

function batchSentences(evidence: Evidence): string[] {
  const crossings = crossingsOf(evidence.rows);
  if (crossings.length === 0) {
    return [
      'No machine has measured a sweep of batch sizes on both its CPU and its GPU yet, so from which batch on a GPU wins is not known.',
    ];
  }
  const never = crossings.filter(({ batch }) => batch === null).length;
  const atOnce = crossings.filter(({ batch, smallest }) => batch === smallest).length;
  const later = crossings.filter(({ batch, smallest }) => batch !== null && batch !== smallest);
  const parts = [
    ...(atOnce > 0 ? [`in ${atOnce} the GPU is faster from the smallest batch on`] : []),
    ...(later.length > 0
      ? [
          `in ${later.length} from a batch of ${listWords([...new Set(later.map(({ batch }) => String(batch)))])} on`,
        ]
      : []),
    ...(never > 0 ? [`in ${never} it is at no common batch`] : []),
  ];
  return [
    `Of ${counted(crossings.length, 'batch sweep')} of inference on both devices, ${listWords(parts)}.`,
  ];
}
