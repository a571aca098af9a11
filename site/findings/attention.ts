/** @file How the time of attention grows with the length of the sequence. Pure. */
import { counted } from '../../data/derive/counted.ts';
import { shortName } from '../../data/derive/device-names.ts';
import { formatShare, modeWords } from '../rows/format.ts';
import type { NamedScaling } from '../rows/named-row.ts';
import { MOST_LINES, rangeOf, rangeWords, titleOf } from './evidence.ts';
import type { Evidence, Finding } from './finding.ts';

/** Below this R² a power law does not describe the points. */
const STRAIGHT = 0.95;

const exponent = (value: number) => value.toFixed(2);

export function attentionGrowth(evidence: Evidence): Finding | null {
  const lines = evidence.scalings.filter(({ device, r2 }) => !device.software && r2 >= STRAIGHT);
  if (lines.length === 0) return null;
  const works = [
    ...Map.groupBy(
      lines,
      ({ workload, mode }) => `${titleOf(evidence, workload)}${mode === 'op' ? '' : `, ${modeWords[mode]}`}`,
    ),
  ];
  const bent = evidence.scalings.length - lines.length;
  const shown = lines.toSorted((a, b) => b.slope - a.slope).slice(0, MOST_LINES);
  return {
    id: 'attention',
    title: titleOfFinding(lines),
    conclusion: [
      ...works.map(([title, own]) => sentenceOf(title, own)),
      ...(bent === 0
        ? []
        : [
            `${counted(bent, 'more line')} bend${bent === 1 ? 's' : ''}: a power law explains less than ${formatShare(STRAIGHT)} of them.`,
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

function titleOfFinding(lines: readonly NamedScaling[]): string {
  const alone = lines.filter(({ workload, mode }) => workload === 'attention' && mode === 'op');
  const quadratic = alone.length > 0 && rangeOf(alone.map(({ slope }) => slope)).middle >= 2 - NEAR;
  return quadratic
    ? 'Attention grows with about the square of the length'
    : 'How attention grows with the length';
}

/** What an exponent means: 2 is quadratic. */
function sentenceOf(title: string, lines: readonly NamedScaling[]): string {
  const range = rangeOf(lines.map(({ slope }) => slope));
  const twice = rangeOf(lines.map(({ slope }) => 2 ** slope));
  const kind =
    range.low >= 2 - NEAR
      ? 'about quadratic'
      : range.high <= 1 + NEAR
        ? 'about linear'
        : 'between linear and quadratic';
  return `The time of ${title} is ${kind} in the length: the exponent is ${rangeWords(range, exponent)} (${counted(lines.length, 'sweep')} of lengths), so twice the length takes ${rangeWords(twice, (value) => value.toPrecision(2))} times as long.`;
}
