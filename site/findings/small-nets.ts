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
  rangeOf,
  rangeWords,
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
    title: titleOfFinding(evidence, pairs, slower),
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

/** The largest net that a CPU trained faster, and the smallest that every GPU did; null where there is none of known size. */
function sizesOf(evidence: Evidence, pairs: readonly Pair[], slower: readonly Pair[]) {
  const sized = (own: readonly Pair[]) =>
    own
      .flatMap(({ one }) => {
        const macs = macsOf(evidence.workloads, one);
        return macs === null ? [] : [{ title: titleOf(evidence, one.workload), macs }];
      })
      .toSorted((a, b) => a.macs - b.macs);
  const always = [...Map.groupBy(pairs, ({ one }) => one.workload).values()]
    .filter((own) => own.every(({ ratio }) => ratio.value > 1))
    .flat();
  return { largest: sized(slower).at(-1) ?? null, won: sized(always)[0] ?? null };
}

/** Only where every larger net is trained faster by the GPU is the size what decides. */
function titleOfFinding(evidence: Evidence, pairs: readonly Pair[], slower: readonly Pair[]): string {
  if (slower.length === 0) return 'No CPU beats the GPU beside it';
  if (slower.length === pairs.length) return 'Every CPU trains faster than the GPU beside it';
  const { largest, won } = sizesOf(evidence, pairs, slower);
  return largest !== null && won !== null && largest.macs < won.macs
    ? 'A small net can train faster on the CPU'
    : 'A net can train faster on the CPU than on the GPU beside it';
}

function sizeSentence(evidence: Evidence, pairs: readonly Pair[], slower: readonly Pair[]): string {
  if (slower.length === 0) return `The CPU is faster in none of ${pairWords(pairs)}.`;
  const batches = slower.flatMap(({ one }) => one.batchSize ?? []);
  const nets = [...new Set(slower.map(({ one }) => titleOf(evidence, one.workload)))];
  const at = batches.length === 0 ? '' : `, at a batch of ${rangeWords(rangeOf(batches), String)}`;
  const said = `In ${slower.length} of ${pairWords(pairs)} the CPU trains faster than the GPU: ${listWords(nets)}${at}.`;
  const { largest, won } = sizesOf(evidence, pairs, slower);
  if (largest === null) return said;
  const size = ({ title, macs }: { title: string; macs: number }) =>
    `${title}, at ${large(macs)} multiply-accumulates a sample`;
  const most = ` The largest of these is ${size(largest)}.`;
  if (won === null) return `${said}${most} There is no net that every GPU trains faster.`;
  const least = ` The smallest net that every GPU trains faster is ${size(won)}`;
  return largest.macs < won.macs
    ? `${said}${most}${least}.`
    : `${said}${most}${least}: so the size alone does not decide.`;
}

/** One batch of a sweep on both devices of a machine. */
interface Crossing {
  gpu: NamedRow;
  /** Smallest batch from which on the GPU is faster at every batch that both have; null if it is not at the largest. */
  batch: number | null;
  smallest: number;
  /** Whether it is faster at any batch that both have. */
  ever: boolean;
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
    const isFaster = common.map(
      ({ batchSize, samplesPerSecond }) => samplesPerSecond > cpuRates.get(batchSize)!,
    );
    const from = common[isFaster.lastIndexOf(false) + 1];
    const ever = isFaster.includes(true);
    return [{ gpu, batch: from?.batchSize ?? null, smallest: common[0]!.batchSize, ever }];
  });
}

function batchSentences(evidence: Evidence): string[] {
  const crossings = crossingsOf(evidence.rows);
  if (crossings.length === 0) {
    return [
      'No machine has measured a sweep of batch sizes on both its CPU and its GPU yet, so from which batch on a GPU wins is not known.',
    ];
  }
  const never = crossings.filter(({ ever }) => !ever).length;
  const sometimes = crossings.filter(({ batch, ever }) => ever && batch === null).length;
  const atOnce = crossings.filter(({ batch, smallest }) => batch === smallest).length;
  const later = crossings.flatMap(({ batch, smallest }) =>
    batch === null || batch === smallest ? [] : batch,
  );
  const parts = [
    ...(atOnce > 0 ? [`in ${atOnce} at every batch size that both have`] : []),
    ...(later.length > 0
      ? [
          new Set(later).size === 1
            ? `in ${later.length} from a batch of ${later[0]} on`
            : `in ${later.length} only from a larger batch on (${rangeWords(rangeOf(later), String)})`,
        ]
      : []),
    ...(sometimes > 0 ? [`in ${sometimes} at some batch sizes only`] : []),
    ...(never > 0 ? [`in ${never} at none`] : []),
  ];
  return [
    `In ${counted(crossings.length, 'batch sweep')} of inference on both devices of a machine, the GPU is faster: ${listWords(parts)}.`,
  ];
}
