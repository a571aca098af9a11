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
    title: titleOfFinding(pairs, range.middle),
    conclusion: [
      `With half precision the same engine is ${rangeWords(range)} as fast as in float32 (${pairs.length > 1 ? `median ${formatRatio(range.middle)}, ` : ''}${pairWords(pairs)}).`,
      ...(slower === 0 ? [] : [`In ${slower} of these pairs it is slower.`]),
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

/** One chip says nothing about others. */
function titleOfFinding(pairs: ReturnType<typeof pairsOf>, middle: number): string {
  if (middle <= 1) return 'Half precision does not pay yet';
  const chips = new Set(pairs.map(({ one }) => shortName(one.name)));
  const [only] = chips;
  return chips.size === 1
    ? `Half precision is faster than float32 on the ${only}`
    : 'Half precision is faster than float32';
}
