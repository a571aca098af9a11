/** @file What the optimized recipe gains over the naive one, for each framework. Pure. */
import { formatRatio, originWords } from '../rows/format.ts';
import { listWords } from '../rows/list-words.ts';
import {
  type Pair,
  pairsOf,
  pairWords,
  rangeOf,
  rangeWords,
  ratioTable,
  rowsOfPairs,
  shareWords,
  titleOf,
} from './evidence.ts';
import type { Evidence, Finding } from './finding.ts';

export function optimizing(evidence: Evidence): Finding | null {
  const pairs = pairsOf(evidence, 'optimized-over-naive').filter(({ one }) => one.mode === 'train');
  const groups = [
    ...Map.groupBy(
      pairs,
      ({ one }) => `${one.engineName}, ${one.kind === 'gpu' ? 'GPU' : 'CPU'}, ${originWords[one.provenance]}`,
    ),
  ]
    .map(([label, own]) => ({ label, own, range: rangeOf(own.map(({ ratio }) => ratio.value)) }))
    .toSorted((a, b) => b.range.middle - a.range.middle);
  if (groups.length === 0) return null;
  const [first, last] = [groups[0]!, groups.at(-1)!];
  const slower = pairs.filter(({ ratio }) => ratio.value < 1).length;
  const all = rangeOf(pairs.map(({ ratio }) => ratio.value));
  return {
    id: 'optimizing',
    title: titleOfFinding(groups.map(({ range }) => range.middle)),
    conclusion: [
      `Over ${pairWords(pairs)}, the optimized recipe trains ${formatRatio(all.middle)} as fast as the naive one (median; ${rangeWords(all)}).`,
      ...(first.range.middle === last.range.middle
        ? []
        : [
            `The median is highest with ${first.label} (${formatRatio(first.range.middle)}) and lowest with ${last.label} (${formatRatio(last.range.middle)}).`,
          ]),
      ...(slower === 0 ? [] : [`It is slower in ${shareWords(slower, pairs.length, 'pair')}.`]),
      ...batchSentence(pairs),
    ],
    table: {
      ...ratioTable,
      caption: 'Training speed of the optimized recipe relative to the naive one on the same device',
      first: 'Framework',
      lines: groups.map(({ label, own, range }) => ({
        label,
        detail: listWords([...new Set(own.map(({ one }) => titleOf(evidence, one.workload)))]),
        cells: [formatRatio(range.middle), rangeWords(range), pairWords(own)],
        mark: range,
      })),
    },
    basis: rowsOfPairs(pairs),
    change: 'Pairs at the same batch size would separate the gain of the code from that of the larger batch.',
  };
}

/** Medians of frameworks that differ by less are not said to depend on the framework. */
const NEARLY_EQUAL = 1.1;

/** @param medians of the frameworks, largest first */
function titleOfFinding(medians: readonly number[]): string {
  const [most, least] = [medians[0]!, medians.at(-1)!];
  if (most <= 1) return 'Optimized code does not train faster';
  if (least > 1 && most >= NEARLY_EQUAL * least) return 'What optimizing gains depends on the framework';
  return least > 1 ? 'Optimized code trains faster' : 'Optimizing gains with some frameworks only';
}

/** A larger batch is a part of the recipe, and of what it gains. */
function batchSentence(pairs: readonly Pair[]): string[] {
  const larger = pairs.filter(({ one, other }) => (one.batchSize ?? 0) > (other.batchSize ?? 0)).length;
  if (larger === 0) return [];
  return [
    `In ${shareWords(larger, pairs.length, 'pair')} the optimized recipe also uses a larger batch, so an epoch has fewer updates, and the accuracy after it can be lower.`,
  ];
}
