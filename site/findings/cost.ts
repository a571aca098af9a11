/** @file What one training run costs at the price of renting. Pure. */
import { shortName } from '../../data/derive/device-names.ts';
import { formatNumber, formatRatio } from '../rows/format.ts';
import type { NamedRow } from '../rows/named-row.ts';
import { isSound } from '../rows/sound.ts';
import { MOST_LINES, titleOf } from './evidence.ts';
import type { Evidence, Finding } from './finding.ts';

const usd = (value: number): string => `${formatNumber(value)} USD`;

export function trainingCost(evidence: Evidence): Finding | null {
  const rows = evidence.rows.filter((row) => isSound(row) && row.cost !== null);
  const nets = [...Map.groupBy(rows, ({ workload, mode }) => `${workload} ${mode}`).values()]
    .map((own) => own.toSorted((a, b) => a.cost!.usd - b.cost!.usd))
    .filter((own) => own.length > 1)
    .toSorted((a, b) => b.at(-1)!.cost!.usd - a.at(-1)!.cost!.usd);
  const [dearest] = nets;
  if (dearest === undefined) return null;
  const [least, most] = [dearest[0]!, dearest.at(-1)!];
  const chips = new Set(rows.map(({ hardware }) => hardware));
  return {
    id: 'cost',
    title: 'What a training run costs depends on how it is run',
    conclusion: [
      `${titleOf(evidence, least.workload)} costs ${usd(least.cost!.usd)} (${describe(least)}) to ${usd(most.cost!.usd)} (${describe(most)}) a run${epochWords(least)}: ${formatRatio(most.cost!.usd / least.cost!.usd)} as much.`,
      ...(chips.size === 1
        ? [
            `All prices are those of one chip, the ${shortName(least.name)}, so what differs is the engine, the recipe and the number format.`,
          ]
        : []),
    ],
    table: {
      caption: 'Cost of one training run at a rented hour’s price: least to most',
      first: 'Net',
      columns: ['Least', 'Most', 'Price an hour'],
      one: null,
      tick: (value) => `${formatNumber(value)} USD`,
      lines: nets.slice(0, MOST_LINES).map((own) => {
        const [cheap, dear] = [own[0]!, own.at(-1)!];
        return {
          label: titleOf(evidence, cheap.workload),
          detail: `least: ${describe(cheap)}; most: ${describe(dear)}`,
          cells: [usd(cheap.cost!.usd), usd(dear.cost!.usd), usd(cheap.cost!.pricePerHourUsd)],
          mark: { low: cheap.cost!.usd, middle: cheap.cost!.usd, high: dear.cost!.usd },
        };
      }),
    },
    basis: rows,
    change: `Other prices: these are ${[...new Set(rows.map(({ cost }) => withoutUrl(cost!.source)))].slice(0, 2).join('; ')}.`,
  };
}

const withoutUrl = (source: string): string => source.replace(/,? https?:\S+/, '');

const describe = (row: NamedRow): string =>
  `${row.engineName}, ${row.recipe}, ${row.dtype}, ${shortName(row.name)}`;

const epochWords = ({ cost }: NamedRow): string =>
  cost!.epochs === null ? ' to the target' : ` of ${formatNumber(cost!.epochs)} epochs`;
