/** @file A question to one table, which is the whole state of the explorer, and its form in an address. Pure. */

/** A column of a table, as the data dictionary has it. */
export interface TableColumn {
  name: string;
  /** "number, ms", "text". */
  type: string;
  text: string;
}

/** A table that can be asked. */
export interface Table {
  /** "results", "samples/mnist-cnn". */
  name: string;
  /** Path of its Parquet file below `/data/`. */
  path: string;
  bytes: number;
  /** Name of its columns in `Tables.columns`. */
  columns: string;
}

/** All tables; those of the same columns share them. */
export interface Tables {
  tables: Table[];
  columns: Record<string, TableColumn[]>;
}

export const OPERATORS = [
  'is',
  'is not',
  'contains',
  '<',
  '<=',
  '>',
  '>=',
  'is empty',
  'is not empty',
] as const;
export type Operator = (typeof OPERATORS)[number];

/** Those that compare a number with what was written. */
const COMPARED: ReadonlySet<Operator> = new Set(['is', 'is not', '<', '<=', '>', '>=']);

/** Whether an operator compares with nothing. */
export const isUnary = (operator: Operator): boolean => operator.endsWith('empty');

export interface Condition {
  column: string;
  operator: Operator;
  /** Empty for an operator that compares with nothing. */
  value: string;
}

export const AGGREGATES = ['count', 'median', 'mean', 'min', 'max', 'sum', 'p90', 'different'] as const;
export type Aggregate = (typeof AGGREGATES)[number];

/** A value of each group. `count` has no column. */
export interface Measure {
  aggregate: Aggregate;
  column: string | null;
}

export interface Query {
  /** Null before one is chosen. */
  table: string | null;
  conditions: Condition[];
  /** Columns that make groups; empty for single records. */
  group: string[];
  /** Columns of single records; empty for the first ones. Not used with groups. */
  columns: string[];
  /** Values of groups. */
  measures: Measure[];
  sort: { by: string; descending: boolean } | null;
}

export const EMPTY: Query = { table: null, conditions: [], group: [], columns: [], measures: [], sort: null };

/** "median(value)", "count" */
export const measureName = ({ aggregate, column }: Measure): string =>
  column === null ? aggregate : `${aggregate}(${column})`;

const list = (text: string | null): string[] => (text ?? '').split(',').filter((word) => word !== '');

/** Operators of two words first, so that "is not" is not read as "is". */
const byLength = OPERATORS.toSorted((a, b) => b.length - a.length);

/** "workload is vgg16-cifar100" */
function parseCondition(text: string): Condition {
  const space = text.indexOf(' ');
  const rest = space === -1 ? '' : text.slice(space + 1);
  const operator = byLength.find((one) => rest === one || rest.startsWith(`${one} `));
  if (operator === undefined)
    throw new Error(
      `the condition "${text}" is not of the form "column operator value"; operators are ${OPERATORS.join(', ')}`,
    );
  return { column: text.slice(0, space), operator, value: rest.slice(operator.length + 1) };
}

function parseMeasure(text: string): Measure {
  const [, word, column] = /^(\w+)(?:\((\w+)\))?$/.exec(text) ?? [];
  const aggregate = AGGREGATES.find((one) => one === word);
  if (aggregate === undefined || (column === undefined) !== (aggregate === 'count'))
    throw new Error(
      `"${text}" is no value of a group; write count, or one of ${AGGREGATES.slice(1).join(', ')} with a column: median(value)`,
    );
  return { aggregate, column: column ?? null };
}

/** The question of an address. Throws an `Error` with one line if a part cannot be read. */
export function parseQuery(search: string): Query {
  const given = new URLSearchParams(search);
  const sort = given.get('sort');
  return {
    table: given.get('table'),
    conditions: given.getAll('where').map(parseCondition),
    group: list(given.get('group')),
    columns: list(given.get('columns')),
    measures: list(given.get('values')).map(parseMeasure),
    sort: sort === null ? null : { by: sort.replace(/^-/, ''), descending: sort.startsWith('-') },
  };
}

const conditionText = ({ column, operator, value }: Condition): string =>
  [column, operator, ...(isUnary(operator) ? [] : [value])].join(' ');

/** The address of a question: "?table=results&where=…", or an empty text. */
export function formatQuery({ table, conditions, group, columns, measures, sort }: Query): string {
  if (table === null) return '';
  const parts: [string, string][] = [
    ['table', table],
    ...conditions.map((one): [string, string] => ['where', conditionText(one)]),
    ['group', group.join(',')],
    ['columns', columns.join(',')],
    ['values', measures.map(measureName).join(',')],
    ['sort', sort === null ? '' : `${sort.descending ? '-' : ''}${sort.by}`],
  ];
  return `?${new URLSearchParams(parts.filter(([, value]) => value !== ''))}`;
}

/** The columns of the answer. */
export const answerColumns = (query: Query, columns: readonly TableColumn[]): string[] =>
  query.group.length > 0 || query.measures.length > 0
    ? [...query.group, ...(query.measures.length === 0 ? ['count'] : query.measures.map(measureName))]
    : query.columns.length > 0
      ? query.columns
      : columns.slice(0, FIRST).map(({ name }) => name);

/** Columns that are shown where none is chosen. */
const FIRST = 8;

/** The columns that have to be read to answer. */
export function columnsRead(query: Query, columns: readonly TableColumn[]): string[] {
  const isGrouped = query.group.length > 0 || query.measures.length > 0;
  return [
    ...new Set([
      ...query.conditions.map(({ column }) => column),
      ...query.group,
      ...query.measures.flatMap(({ column }) => column ?? []),
      ...(isGrouped ? [] : answerColumns(query, columns)),
      ...(isGrouped || query.sort === null ? [] : [query.sort.by]),
    ]),
  ];
}

/** Throws an `Error` with one line if the question names what the table does not have. */
export function checkQuery(query: Query, columns: readonly TableColumn[]): void {
  const known = new Set(columns.map(({ name }) => name));
  const unknown = columnsRead(query, columns).find((name) => !known.has(name));
  if (unknown !== undefined)
    throw new Error(`there is no column "${unknown}" in ${query.table}; it has ${[...known].join(', ')}`);
  const isNumber = new Set(columns.filter(({ type }) => type.includes('number')).map(({ name }) => name));
  const wrong = query.conditions.find(
    ({ column, operator, value }) =>
      isNumber.has(column) && COMPARED.has(operator) && !Number.isFinite(Number(value || 'none')),
  );
  if (wrong !== undefined)
    throw new Error(`"${wrong.value}" is no number, as ${wrong.column} is; write a number such as 12.5`);
  const shown = answerColumns(query, columns);
  const isGrouped = query.group.length > 0 || query.measures.length > 0;
  if (isGrouped && query.sort !== null && !shown.includes(query.sort.by))
    throw new Error(
      `groups cannot be sorted by "${query.sort.by}", which the answer does not have; it has ${shown.join(', ')}`,
    );
}
