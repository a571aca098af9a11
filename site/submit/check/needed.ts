/**
 * @file Which rows of the leaderboard decide about the places of a file: those of its comparison keys, and the published ones
 * of the baseline. They are found in shards, so that nobody loads ten thousand rows to place twenty. Pure.
 */
import { baseline as catalogued } from '../../../data/catalogue/index.ts';
import type { Baseline } from '../../../data/contract/catalogue.ts';
import type { Row } from '../../../data/contract/leaderboard.ts';
import { ROWS_A_FILE, type Shard } from '../../../data/contract/shard.ts';
import { readerOf } from '../../../data/derive/rows/shard.ts';
import type { Extract } from '../../../ingest/extract/submission.ts';

type Placed = Pick<Row, 'comparisonKey' | 'provenance' | 'machine'>;

/** A function that says whether a row is needed to place the values of a file. */
export function neededFor(
  { candidates }: Pick<Extract, 'candidates'>,
  { published }: Baseline = catalogued,
): (row: Placed) => boolean {
  const keys = new Set(candidates.map(({ row }) => row.comparisonKey));
  const isBase = ({ provenance, machine }: Placed) =>
    provenance === 'published' && published.includes(machine.id);
  return (row) => keys.has(row.comparisonKey) || isBase(row);
}

/** The works of a file, as `shards.json` names them: "vgg16-cifar100 train". */
export const worksOf = ({ candidates }: Pick<Extract, 'candidates'>): string[] => [
  ...new Set(candidates.map(({ row }) => `${row.workload} ${row.mode}`)),
];

/** The files of details of a shard that have a needed row. */
export function neededDetails(
  { rows, columns, details }: Pick<Shard, 'rows' | 'columns' | 'details'>,
  isNeeded: (row: Placed) => boolean,
): string[] {
  const read = <Field extends keyof Placed>(field: Field) =>
    readerOf(columns[field]!) as (row: number) => Placed[Field];
  const [key, provenance, machine] = [read('comparisonKey'), read('provenance'), read('machine')];
  const positions = Array.from({ length: rows }, (_, row) => row).filter((row) =>
    isNeeded({ comparisonKey: key(row), provenance: provenance(row), machine: machine(row) }),
  );
  return [...new Set(positions.map((row) => Math.floor(row / ROWS_A_FILE)))].map((file) => details[file]!);
}
