/** @file Answers a question from the records of a table. Pure. */
import { median, quantile } from '../../../data/derive/stats.ts';
import {
  type Aggregate,
  answerColumns,
  type Condition,
  type Measure,
  measureName,
  type Query,
  type TableColumn,
} from './query.ts';

/** A value as the explorer shows it; dates are texts. */
export type Value = string | number | boolean | null | readonly (string | number)[];

export type TableRecord = Readonly<Record<string, Value>>;

export interface Answer {
  columns: string[];
  /** Columns of numbers. */
  numbers: ReadonlySet<string>;
  /** Whether the records are groups. */
  grouped: boolean;
  records: TableRecord[];
  /** Records that fit the conditions, before they were grouped. */
  matched: number;
}

const isEmpty = (value: Value): boolean =>
  value === null || value === '' || (Array.isArray(value) && value.length === 0);

const textOf = (value: Value): string => (Array.isArray(value) ? value.join(', ') : String(value));

/** Whether a value equals what was written; a list if one of its entries does. */
function equals(value: Value, written: string): boolean {
  if (Array.isArray(value)) return value.some((one) => equals(one, written));
  return typeof value === 'number' ? value === Number(written) : String(value) === written;
}

/** Below, equal or above; texts, as dates are, by their characters. NaN if they cannot be compared. */
function order(value: Value, written: string): number {
  if (typeof value === 'number') return value - Number(written);
  if (typeof value === 'string') return value < written ? -1 : value > written ? 1 : 0;
  return Number.NaN;
}

const tests: Record<Condition['operator'], (value: Value, written: string) => boolean> = {
  is: equals,
  'is not': (value, written) => !equals(value, written),
  contains: (value, written) => textOf(value).toLowerCase().includes(written.toLowerCase()),
  '<': (value, written) => order(value, written) < 0,
  '<=': (value, written) => order(value, written) <= 0,
  '>': (value, written) => order(value, written) > 0,
  '>=': (value, written) => order(value, written) >= 0,
  'is empty': isEmpty,
  'is not empty': (value) => !isEmpty(value),
};

/** A condition on an unknown value holds only if it asks for that. */
const holds = (record: TableRecord, { column, operator, value: written }: Condition): boolean => {
  const value = record[column] ?? null;
  if (value === null && !operator.endsWith('empty')) return operator === 'is not';
  return tests[operator](value, written);
};

/** The numbers of a column, those of lists one by one. */
const numbersOf = (values: readonly Value[]): number[] =>
  values.flat().filter((value): value is number => typeof value === 'number');

const aggregates: Record<
  Exclude<Aggregate, 'count' | 'different'>,
  (numbers: readonly number[]) => number
> = {
  median,
  p90: (numbers) => quantile(numbers, 0.9),
  mean: (numbers) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length,
  sum: (numbers) => numbers.reduce((sum, one) => sum + one, 0),
  min: (numbers) => numbers.reduce((a, b) => Math.min(a, b)),
  max: (numbers) => numbers.reduce((a, b) => Math.max(a, b)),
};

/** Dates and other texts have a smallest and a largest one. */
function extreme(aggregate: 'min' | 'max', texts: readonly string[]): string | null {
  const sorted = texts.toSorted();
  return (aggregate === 'min' ? sorted[0] : sorted.at(-1)) ?? null;
}

/** The value of a group; null if the column has no number in it. */
function measure({ aggregate, column }: Measure, records: readonly TableRecord[]): Value {
  if (column === null || aggregate === 'count') return records.length;
  const values = records.map((record) => record[column] ?? null);
  if (aggregate === 'different') return new Set(values.filter((value) => !isEmpty(value)).map(textOf)).size;
  const numbers = numbersOf(values);
  if (numbers.length > 0) return aggregates[aggregate](numbers);
  const texts = values.filter((value): value is string => typeof value === 'string');
  return aggregate === 'min' || aggregate === 'max' ? extreme(aggregate, texts) : null;
}

function grouped({ group, measures }: Query, records: readonly TableRecord[]): TableRecord[] {
  const wanted: readonly Measure[] =
    measures.length === 0 ? [{ aggregate: 'count', column: null }] : measures;
  const keyOf = (record: TableRecord) => JSON.stringify(group.map((column) => record[column] ?? null));
  return [...Map.groupBy(records, keyOf).values()].map((members) => ({
    ...Object.fromEntries(group.map((column) => [column, members[0]![column] ?? null])),
    ...Object.fromEntries(wanted.map((one) => [measureName(one), measure(one, members)])),
  }));
}

/** Unknown values last, whatever the direction. */
function sorted(records: readonly TableRecord[], sort: Query['sort']): TableRecord[] {
  if (sort === null) return [...records];
  const sign = sort.descending ? -1 : 1;
  const sortedBy = (record: TableRecord) => record[sort.by] ?? null;
  return records.toSorted((one, other) => {
    const [a, b] = [sortedBy(one), sortedBy(other)];
    if (isEmpty(a) || isEmpty(b)) return Number(isEmpty(a)) - Number(isEmpty(b));
    if (typeof a === 'number' && typeof b === 'number') return sign * (a - b);
    const [left, right] = [textOf(a), textOf(b)];
    return left < right ? -sign : left > right ? sign : 0;
  });
}

/** @param records of the table, with the columns that `columnsRead` names */
export function answerOf(
  query: Query,
  columns: readonly TableColumn[],
  records: readonly TableRecord[],
): Answer {
  const matching = records.filter((record) =>
    query.conditions.every((condition) => holds(record, condition)),
  );
  const isGrouped = query.group.length > 0 || query.measures.length > 0;
  const found = isGrouped ? grouped(query, matching) : matching;
  const shown = answerColumns(query, columns);
  const isNumber = (name: string) =>
    found.some((record) => typeof record[name] === 'number') &&
    found.every((record) => typeof (record[name] ?? 0) === 'number');
  return {
    columns: shown,
    numbers: new Set(shown.filter(isNumber)),
    grouped: isGrouped,
    records: sorted(found, query.sort),
    matched: matching.length,
  };
}
