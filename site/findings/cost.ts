/** @file What one training run costs at the price of renting. Pure. */
import { counted } from '../../data/derive/counted.ts';
import { shortName } from '../../data/derive/device-names.ts';
import { formatNumber, formatRatio } from '../rows/format.ts';
import { listWords } from '../rows/list-words.ts';
import type { NamedRow } from '../rows/named-row.ts';
import { isSound } from '../rows/sound.ts';
import { differing, MOST_LINES, rangeOf, rangeWords, titleOf } from './evidence.ts';
import type { Evidence, Finding } from './finding.ts';

/** Costs that differ by less are not said to depend on anything. */
const NEARLY_EQUAL = 1.1;

const usd = (value: number): string => `${formatNumber(value)} USD`;

export function trainingCost(evidence: Evidence): Finding | null {
  const rows = evidence.rows.filter((row) => isSound(row) && row.cost !== null && row.cost.usd > 0);
  const nets = [...Map.groupBy(rows, ({ workload, mode }) => `${workload} ${mode}`).values()]
    .map((own) => own.toSorted((a, b) => a.cost!.usd - b.cost!.usd))
    .filter((own) => own.length > 1)
    .toSorted((a, b) => b.at(-1)!.cost!.usd - a.at(-1)!.cost!.usd);
  const [dearest] = nets;
  if (dearest === undefined) return null;
  const [least, most] = [dearest[0]!, dearest.at(-1)!];
  const ratio = most.cost!.usd / least.cost!.usd;
  const chips = new Set(rows.map(({ hardware, name }) => hardware ?? name));
  const lengths = new Set(nets.map(([own]) => runWords(own!)));
  const differences = differing(dearest).filter((one) => one !== 'chip');
  return {
    id: 'cost',
    title:
      ratio < NEARLY_EQUAL
        ? 'What a training run costs'
        : 'What a training run costs depends on how it is run',
    conclusion: [
      `${titleOf(evidence, least.workload)} costs ${usd(least.cost!.usd)} (${describe(least)}) to ${usd(most.cost!.usd)} (${describe(most)}) a run${epochWords(least)}: ${formatRatio(ratio)} as much.`,
      ...(lengths.size > 1
        ? ['A run has its own number of epochs for each net, so the costs of different nets do not compare.']
        : []),
      ...(chips.size === 1
        ? [
            `All prices are those of one chip, the ${shortName(least.name)}${differences.length === 0 ? '' : `; the runs of ${titleOf(evidence, least.workload)} differ in ${listWords(differences)}`}.`,
          ]
        : []),
    ],
    table: {
      caption: 'Cost of one training run at a rented hour’s price: least to most',
      first: 'Net',
      columns: ['A run is', 'Least', 'Most', 'Price an hour'],
      one: null,
      tick: (value) => `${formatNumber(value)} USD`,
      lines: nets.slice(0, MOST_LINES).map((own) => {
        const [cheap, dear] = [own[0]!, own.at(-1)!];
        return {
          label: titleOf(evidence, cheap.workload),
          detail: `least: ${describe(cheap)}; most: ${describe(dear)}`,
          cells: [
            runWords(cheap),
            usd(cheap.cost!.usd),
            usd(dear.cost!.usd),
            rangeWords(rangeOf(own.map(({ cost }) => cost!.pricePerHourUsd)), usd),
          ],
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

/** "100 epochs", "to the target". */
const runWords = ({ cost }: NamedRow): string =>
  cost!.epochs === null ? 'to the target' : counted(cost!.epochs, 'epoch');

const epochWords = ({ cost }: NamedRow): string =>
  cost!.epochs === null ? ' to the target' : ` of ${formatNumber(cost!.epochs)} epochs`;
