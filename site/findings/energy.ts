/** @file The energy of the same work with different engines and recipes. Pure. */
import { counted } from '../../data/derive/counted.ts';
import { shortName } from '../../data/derive/device-names.ts';
import { median } from '../../data/derive/stats.ts';
import { capitalize, formatNumber, formatRatio, modeWords } from '../rows/format.ts';
import { listWords } from '../rows/list-words.ts';
import type { NamedRow } from '../rows/named-row.ts';
import { isSound } from '../rows/sound.ts';
import { differing, MOST_LINES, pairsOf, rangeOf, rangeWords, shareWords, titleOf } from './evidence.ts';
import type { Evidence, Finding } from './finding.ts';

/** Energies that differ by less are called much the same. */
const NEARLY_EQUAL = 1.1;

/** The flag that ingest sets where a meter was read too seldom. */
const FEW_READINGS = 'p8-few-readings';

const scopeWords = {
  gpu: 'the GPU board',
  package: 'the processor package',
  system: 'the whole computer',
} as const;

/** Energy of work is comparable if the work and the scope of the meter are the same. */
const workOf = ({ workload, mode, energy, sequenceLength }: NamedRow) =>
  [workload, mode, energy!.per, energy!.scope, sequenceLength].join(' | ');

export function energyUse(evidence: Evidence): Finding | null {
  const rows = evidence.rows.filter(
    (row) => isSound(row) && row.energy !== null && (row.energy.joules ?? 0) > 0,
  );
  const works = [...Map.groupBy(rows, workOf).values()]
    .map((own) => own.toSorted((a, b) => a.energy!.joules! - b.energy!.joules!))
    .toSorted((a, b) => b.length - a.length);
  const [most] = works;
  if (most === undefined || most.length < 2) return null;
  const [least, worst] = [most[0]!, most.at(-1)!];
  const ratio = worst.energy!.joules! / least.energy!.joules!;
  const { per, scope } = least.energy!;
  const what = `${titleOf(evidence, least.workload)}, ${modeWords[least.mode]}`;
  const joules = (row: NamedRow) => `${formatNumber(row.energy!.joules!)} J`;
  return {
    id: 'energy',
    title:
      ratio < NEARLY_EQUAL
        ? 'The energy of one workload is much the same in every run'
        : 'The energy of one workload depends on how it is run',
    conclusion: [
      `${what}: from ${joules(least)} (${describe(least)}) to ${joules(worst)} (${describe(worst)}) per ${per}, ${formatRatio(ratio)} as much. Measured in the same runs, for ${scopeWords[scope]} alone.`.replace(
        'the whole computer alone',
        'the whole computer',
      ),
      ...differenceSentence(most),
      ...fewReadings(most),
      ...savingSentence(evidence),
      `The mean power in these ${counted(most.length, 'value')} is ${rangeWords(rangeOf(most.map(({ energy }) => energy!.watts)), formatNumber)} W.`,
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

/** They are the same net and data, not the same arithmetic. */
function differenceSentence(rows: readonly NamedRow[]): string[] {
  const differences = differing(rows);
  return differences.length === 0 ? [] : [`The ${rows.length} values differ in ${listWords(differences)}.`];
}

/** Energy that ingest flags, because the meter was read too seldom. */
function fewReadings(rows: readonly NamedRow[]): string[] {
  const few = rows.filter(({ flags }) => flags.some(({ id }) => id === FEW_READINGS));
  if (few.length === 0) return [];
  const what = capitalize(shareWords(few.length, rows.length, 'value'));
  return [
    `${what} ${few.length === 1 ? 'rests' : 'rest'} on too few power readings for a reliable energy: read the figures as estimates.`,
  ];
}

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
