/** @file The energy of the same work with different engines and recipes. Pure. */
import { counted } from '../../data/derive/counted.ts';
import { shortName } from '../../data/derive/device-names.ts';
import { median } from '../../data/derive/stats.ts';
import { formatNumber, formatRatio, modeWords } from '../rows/format.ts';
import type { NamedRow } from '../rows/named-row.ts';
import { isSound } from '../rows/sound.ts';
import { MOST_LINES, pairsOf, titleOf } from './evidence.ts';
import type { Evidence, Finding } from './finding.ts';

const scopeWords = {
  gpu: 'the GPU board',
  package: 'the processor package',
  system: 'the whole computer',
} as const;

/** Energy of work is comparable if the work and the scope of the meter are the same. */
const workOf = ({ workload, mode, energy, sequenceLength }: NamedRow) =>
  [workload, mode, energy!.per, energy!.scope, sequenceLength].join(' | ');

/** From this factor on, amounts are called very different. */
const MUCH = 2;

export function energyUse(evidence: Evidence): Finding | null {
  const rows = evidence.rows.filter(
    (row) => isSound(row) && row.energy !== null && row.energy.joules !== null,
  );
  const works = [...Map.groupBy(rows, workOf).values()]
    .map((own) => own.toSorted((a, b) => a.energy!.joules! - b.energy!.joules!))
    .toSorted((a, b) => b.length - a.length);
  const [most] = works;
  if (most === undefined || most.length < 2) return null;
  const [least, worst] = [most[0]!, most.at(-1)!];
  const { per, scope } = least.energy!;
  const what = `${titleOf(evidence, least.workload)}, ${modeWords[least.mode]}`;
  const joules = (row: NamedRow) => `${formatNumber(row.energy!.joules!)} J`;
  return {
    id: 'energy',
    title:
      worst.energy!.joules! >= MUCH * least.energy!.joules!
        ? 'The same work takes very different amounts of energy'
        : 'How much energy the same work takes',
    conclusion: [
      `${what}: from ${joules(least)} (${describe(least)}) to ${joules(worst)} (${describe(worst)}) per ${per}, ${formatRatio(worst.energy!.joules! / least.energy!.joules!)} as much. Measured in the same runs, for ${scopeWords[scope]} alone.`.replace(
        'the whole computer alone',
        'the whole computer',
      ),
      ...savingSentence(evidence),
      `The mean power in these ${counted(most.length, 'value')} is ${formatNumber(Math.min(...most.map(({ energy }) => energy!.watts)))} to ${formatNumber(Math.max(...most.map(({ energy }) => energy!.watts)))} W.`,
    ],
    table: {
      caption: `Energy per ${per} of ${what}, least first; ${scopeWords[scope]} only`.replace(
        'the whole computer only',
        'the whole computer',
      ),
      first: 'Device and engine',
      columns: ['Energy', 'Mean power'],
      one: null,
      tick: (value) => `${formatNumber(value)} J`,
      lines: most.slice(0, MOST_LINES).map((row) => ({
        label: `${shortName(row.name)}, ${row.engineName}`,
        detail: settingsOf(row),
        cells: [joules(row), `${formatNumber(row.energy!.watts)} W`],
        mark: { low: row.energy!.joules!, middle: row.energy!.joules!, high: row.energy!.joules! },
      })),
    },
    basis: rows,
    change:
      'Meters at the wall: the counters here leave out the rest of the computer, which also runs while it waits.',
  };
}

const settingsOf = ({ recipe, dtype, batchSize }: NamedRow) =>
  [recipe, dtype, ...(batchSize === null ? [] : [`batch ${batchSize}`])].join(' · ');

const describe = (row: NamedRow): string =>
  `${shortName(row.name)} with ${row.engineName}, ${row.recipe}, ${row.dtype}`;

/** What the optimized recipe saves. */
function savingSentence(evidence: Evidence): string[] {
  const savings = pairsOf(evidence, 'optimized-over-naive').flatMap(({ one, other }) => {
    const [a, b] = [one.energy, other.energy];
    const comparable = a?.joules && b?.joules && a.per === b.per && a.scope === b.scope;
    return comparable ? [b.joules! / a.joules!] : [];
  });
  if (savings.length === 0) return [];
  return [
    `In ${counted(savings.length, 'pair')} of recipes the naive one takes ${formatRatio(median(savings))} the energy of the optimized one (median).`,
  ];
}
