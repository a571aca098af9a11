/** @file How the time of attention grows with the length of the sequence. Pure. */
import { counted } from '../../data/derive/counted.ts';
import { shortName } from '../../data/derive/device-names.ts';
import { formatShare, modeWords } from '../rows/format.ts';
import type { NamedScaling } from '../rows/named-row.ts';
import { MOST_LINES, type Range, rangeOf, rangeWords, titleOf } from './evidence.ts';
import type { Evidence, Finding } from './finding.ts';

/** Below this R² a power law does not describe the points. */
const STRAIGHT = 0.95;

const exponent = (value: number) => value.toFixed(2);

export function attentionGrowth(evidence: Evidence): Finding | null {
  const measured = evidence.scalings.filter(({ device }) => !device.software);
  const lines = measured.filter(({ r2 }) => r2 >= STRAIGHT);
  if (lines.length === 0) return null;
  const works = [
    ...Map.groupBy(
      lines,
      ({ workload, mode }) => `${titleOf(evidence, workload)}${mode === 'op' ? '' : `, ${modeWords[mode]}`}`,
    ),
  ];
  const bent = measured.length - lines.length;
  const shown = lines.toSorted((a, b) => b.slope - a.slope).slice(0, MOST_LINES);
  return {
    id: 'attention',
    title: titleOfFinding(lines),
    conclusion: [
      ...works.map(([title, own]) => sentenceOf(title, own)),
      ...(bent === 0
        ? []
        : [
            `${counted(bent, 'more line')} bend${bent === 1 ? 's' : ''}: a power law explains less than ${formatShare(STRAIGHT)} of ${bent === 1 ? 'it' : 'each'}.`,
          ]),
    ],
    table: {
      caption:
        'Exponent of the time of one sequence over its length, at a constant number of tokens in a batch',
      columns: ['Exponent', 'R²', 'Lengths'],
      first: 'Work and device',
      one: 2,
      tick: (value) => String(value),
      lines: shown.map((line) => ({
        label: `${titleOf(evidence, line.workload)}, ${shortName(line.name)}`,
        detail: [line.engineName, line.recipe, line.dtype].join(' · '),
        cells: [
          exponent(line.slope),
          line.r2.toFixed(3),
          `${line.points[0]!.sequenceLength} to ${line.points.at(-1)!.sequenceLength}`,
        ],
        mark: { low: line.slope, middle: line.slope, high: line.slope },
      })),
    },
    basis: evidence.rows.filter(({ workload, mode, engine, recipe, dtype, sequenceLength, machine }) =>
      shown.some(
        (line) =>
          line.workload === workload &&
          line.mode === mode &&
          line.engine === engine &&
          line.recipe === recipe &&
          line.dtype === dtype &&
          line.machine.id === machine.id &&
          line.points.some((point) => point.sequenceLength === sequenceLength),
      ),
    ),
    change:
      'Longer sequences, where the quadratic part outgrows everything else, and engines whose attention does not write its scores to memory.',
  };
}

/** Exponents near 2 are called quadratic, near 1 linear. */
const NEAR = 0.25;

const isNear = ({ low, high }: Range, power: number) => low >= power - NEAR && high <= power + NEAR;

function titleOfFinding(lines: readonly NamedScaling[]): string {
  const alone = lines.filter(({ workload, mode }) => workload === 'attention' && mode === 'op');
  const quadratic = alone.length > 0 && isNear(rangeOf(alone.map(({ slope }) => slope)), 2);
  return quadratic
    ? 'Attention grows with about the square of the length'
    : 'How attention grows with the length';
}

/** What exponents mean, as far as all of them agree. */
function growthWords(range: Range): string {
  if (isNear(range, 2)) return 'is about quadratic in the length';
  if (isNear(range, 1)) return 'is about linear in the length';
  if (range.low > 2 + NEAR) return 'grows faster than the square of the length';
  if (range.high < 1 - NEAR) return 'grows more slowly than the length';
  if (range.low >= 1 - NEAR && range.high <= 2 + NEAR) return 'is between linear and quadratic in the length';
  return 'does not grow in the same way everywhere';
}

/** What an exponent means: 2 is quadratic. */
function sentenceOf(title: string, lines: readonly NamedScaling[]): string {
  const range = rangeOf(lines.map(({ slope }) => slope));
  const twice = rangeOf(lines.map(({ slope }) => 2 ** slope));
  return `The time of ${title} ${growthWords(range)}: the exponent is ${rangeWords(range, exponent)} (${counted(lines.length, 'sweep')} of lengths), so twice the length takes ${rangeWords(twice, (value) => value.toPrecision(2))} times as long.`;
}
