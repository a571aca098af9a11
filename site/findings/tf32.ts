/** @file Published values that are called float32 and were most likely computed in TensorFloat-32. Pure. */
import { counted } from '../../data/derive/counted.ts';
import { shortName } from '../../data/derive/device-names.ts';
import { formatRatio, formatShare, formatValue } from '../rows/format.ts';
import { listWords } from '../rows/list-words.ts';
import type { NamedRow } from '../rows/named-row.ts';
import {
  MOST_LINES,
  pairsOf,
  pairWords,
  rangeOf,
  rangeWords,
  ratioTable,
  rowsOfPairs,
  titleOf,
} from './evidence.ts';
import type { Evidence, Finding } from './finding.ts';

/** The flag that ingest sets on such a value. */
const FLAG = 'probably-tf32';

const isLikelyTf32 = ({ flags }: NamedRow): boolean => flags.some(({ id }) => id === FLAG);

export function tf32(evidence: Evidence): Finding | null {
  const likely = evidence.rows.filter(isLikelyTf32);
  const pairs = pairsOf(evidence, 'tf32-over-float32');
  if (likely.length === 0 && pairs.length === 0) return null;
  const sources = new Set(likely.map(({ comparisonKey }) => comparisonKey.split(' | ')[0]));
  const beside = evidence.rows.filter(
    (row) =>
      row.provenance === 'published' &&
      row.dtype === 'float32' &&
      row.device.kind === 'gpu' &&
      sources.has(row.comparisonKey.split(' | ')[0]) &&
      likely.some(({ comparisonKey }) => comparisonKey === row.comparisonKey),
  );
  const shown = beside.toSorted((a, b) => (b.speedup ?? 0) - (a.speedup ?? 0));
  return {
    id: 'tf32',
    title:
      likely.length > 0
        ? 'Some published float32 is most likely TF32 (TensorFloat-32)'
        : gainTitle(pairs.map(({ ratio }) => ratio.value)),
    conclusion: [
      ...(pairs.length > 0 ? [gainSentence(pairs)] : []),
      ...likelySentences(evidence, likely, beside.length > likely.length),
      ...(pairs.length > 0 ? [] : [gainSentence(pairs)]),
    ],
    table:
      shown.length === 0
        ? null
        : {
            ...ratioTable,
            columns: ['Over the i7-8700', 'Value', 'Of the peak', 'Arithmetic'],
            caption:
              'Published values that are called float32, on GPUs: times as fast as the i7-8700 of the same source',
            first: 'Net and GPU',
            lines: shown.slice(0, MOST_LINES).map((row) => ({
              label: `${titleOf(evidence, row.workload)}, ${shortName(row.name)}`,
              detail: [row.engineName, row.recipe].join(' · '),
              cells: [
                row.speedup === null ? 'not compared' : formatRatio(row.speedup),
                formatValue(row),
                row.utilization === null ? '–' : formatShare(row.utilization),
                isLikelyTf32(row) ? 'most likely TF32' : 'float32',
              ],
              mark:
                row.speedup === null ? null : { low: row.speedup, middle: row.speedup, high: row.speedup },
            })),
          },
    basis: [...likely, ...rowsOfPairs(pairs)],
    change:
      'A run of the same nets on the same GPUs in both formats: the runner measures float32 and TF32 apart.',
  };
}

/** @param others Whether the same source has GPUs without TF32 units. */
function likelySentences(evidence: Evidence, likely: readonly NamedRow[], others: boolean): string[] {
  if (likely.length === 0) return [];
  const chips = [...new Set(likely.map(({ name }) => shortName(name)))];
  const nets = [...new Set(likely.map((row) => titleOf(evidence, row.workload)))];
  const speedups = likely.flatMap(({ speedup }) => speedup ?? []);
  const explains =
    speedups.length === 0 || Math.min(...speedups) <= 1
      ? ''
      : ` That is a part of what makes ${likely.length === 1 ? 'it' : 'them'} ${rangeWords(rangeOf(speedups))} as fast as the i7-8700.`;
  return [
    `${counted(likely.length, 'published value')} on the ${listWords(chips)} (${listWords(nets)}) ${likely.length === 1 ? 'is' : 'are'} called float32, but ${chips.length === 1 ? 'the GPU has' : 'these GPUs have'} TF32 units, which the framework uses unless it is told not to.${explains}`,
    ...(others
      ? [
          'The GPUs without such units in the same source computed in float32: that is not the same arithmetic.',
        ]
      : []),
  ];
}

/** What all pairs agree on. */
function gainTitle(ratios: readonly number[]): string {
  if (ratios.every((ratio) => ratio > 1)) return 'TF32 (TensorFloat-32) is faster than float32';
  return ratios.some((ratio) => ratio > 1)
    ? 'TF32 (TensorFloat-32) is faster than float32 in some work only'
    : 'TF32 (TensorFloat-32) is not faster than float32';
}

function gainSentence(pairs: ReturnType<typeof pairsOf>): string {
  if (pairs.length === 0)
    return 'No machine has measured the same work in both formats yet, so how much TF32 gains is not known from these data.';
  const range = rangeOf(pairs.map(({ ratio }) => ratio.value));
  return `Where both formats were measured, TF32 is ${rangeWords(range)} as fast as float32 (median ${formatRatio(range.middle)}, ${pairWords(pairs)}).`;
}
