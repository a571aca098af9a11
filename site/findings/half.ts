/** @file What half precision gains over float32. Pure. */
import { shortName } from '../../data/derive/device-names.ts';
import { formatRatio, modeWords } from '../rows/format.ts';
import {
  MOST_LINES,
  pairLine,
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

export function halfPrecision(evidence: Evidence): Finding | null {
  const pairs = pairsOf(evidence, 'half-over-float32').toSorted((a, b) => b.ratio.value - a.ratio.value);
  if (pairs.length === 0) return null;
  const range = rangeOf(pairs.map(({ ratio }) => ratio.value));
  const slower = pairs.filter(({ ratio }) => ratio.value < 1).length;
  return {
    id: 'half-precision',
    title: titleOfFinding(pairs),
    conclusion: [
      `With half precision the same engine is ${rangeWords(range)} as fast as in float32 (${pairs.length > 1 ? `median ${formatRatio(range.middle)}, ` : ''}${pairWords(pairs)}).`,
      ...(slower === 0 ? [] : [`It is slower in ${shareWords(slower, pairs.length, 'pair')}.`]),
    ],
    table: {
      ...ratioTable,
      columns: ['Ratio', 'Half and float32'],
      caption: 'Speed in half precision relative to float32 with the same engine and recipe, largest first',
      first: 'Work and device',
      lines: pairs.slice(0, MOST_LINES).map((pair) => {
        const { workload, mode, name, engineName, recipe, dtype } = pair.one;
        const label = `${titleOf(evidence, workload)}, ${modeWords[mode]}, ${shortName(name)}`;
        return pairLine(pair, label, [engineName, recipe, dtype]);
      }),
    },
    basis: rowsOfPairs(pairs),
    change:
      'Chips without units for half precision, and accuracies: a speed says nothing about what the net still learns.',
  };
}

/** What all pairs agree on; one chip says nothing about others. */
function titleOfFinding(pairs: ReturnType<typeof pairsOf>): string {
  const chips = [...new Set(pairs.map(({ one }) => shortName(one.name)))];
  const where = chips.length === 1 ? ` on the ${chips[0]}` : '';
  const faster = pairs.filter(({ ratio }) => ratio.value > 1).length;
  if (faster === pairs.length) return `Half precision is faster than float32${where}`;
  return faster === 0
    ? `Half precision is not faster than float32${where}`
    : `Half precision is faster than float32 in some work only${where}`;
}
