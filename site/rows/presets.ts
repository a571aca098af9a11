/** @file Common questions as views of a leaderboard that answer them with the rows there are. Pure. */
import { DEFAULT_WORKLOAD } from './default-board.ts';
import { workloadPath } from './links.ts';
import type { ListedRow } from './named-row.ts';

/** What a question asks of a row. */
export type Asked = Pick<
  ListedRow,
  | 'workload'
  | 'mode'
  | 'machine'
  | 'engine'
  | 'engineName'
  | 'recipe'
  | 'dtype'
  | 'vendor'
  | 'kind'
  | 'provenance'
  | 'comparisonKey'
>;

export interface Preset {
  question: string;
  /** Path of the site with the parameters of the view. */
  path: `/${string}`;
}

/** Parameters of a leaderboard's view, with what they say of a row. */
const filters = {
  vendor: (row: Asked) => row.vendor,
  machine: (row: Asked) => row.machine.id,
  engine: (row: Asked) => row.engine,
  recipe: (row: Asked) => row.recipe,
  dtype: (row: Asked) => row.dtype,
  provenance: (row: Asked) => row.provenance,
};

/** A filter with more values than this is left out: the view then has more than the question asks for. */
const MOST_VALUES = 6;

interface Question {
  /** The rows that it is about. */
  about(row: Asked): boolean;
  /** What must be equal for a comparison, besides workload and mode. */
  same(row: Asked): unknown[];
  /** What is compared. */
  differs(row: Asked): string;
  by: readonly (keyof typeof filters)[];
  /** The question about rows that answer it. */
  words(rows: readonly Asked[]): string;
}

const FRAMEWORKS: readonly string[] = ['pytorch', 'tensorflow', 'mlx', 'jax'];
const FORMATS: readonly string[] = ['float32', 'tf32', 'float16', 'bfloat16'];
const formatNames: Record<string, string> = { float32: 'Float32', tf32: 'TF32' };

const questions: readonly Question[] = [
  {
    about: ({ vendor }) => vendor === 'Apple',
    same: ({ comparisonKey }) => [comparisonKey],
    differs: ({ machine }) => machine.id,
    by: ['vendor', 'recipe', 'provenance'],
    words: () => 'Which Mac?',
  },
  {
    about: ({ kind }) => kind !== 'software',
    same: ({ comparisonKey, machine }) => [comparisonKey, machine.id],
    differs: ({ kind }) => kind,
    by: ['machine', 'recipe', 'provenance'],
    words: () => 'GPU against CPU',
  },
  {
    about: ({ kind }) => kind !== 'software',
    same: ({ machine, engine, kind, dtype, provenance }) => [machine.id, engine, kind, dtype, provenance],
    differs: ({ recipe }) => recipe,
    by: ['machine', 'engine', 'dtype', 'provenance'],
    words: () => 'Naive against optimized',
  },
  {
    about: ({ engine, kind }) => FRAMEWORKS.includes(engine) && kind !== 'software',
    same: ({ comparisonKey, machine, kind }) => [comparisonKey, machine.id, kind],
    differs: ({ engine }) => engine,
    by: ['machine', 'engine', 'recipe', 'provenance'],
    words: (rows) =>
      either(inOrder(rows, FRAMEWORKS, ({ engine }) => engine).map(({ engineName }) => engineName)),
  },
  {
    about: ({ dtype, kind }) => FORMATS.includes(dtype) && kind !== 'software',
    same: ({ machine, engine, kind, recipe, provenance }) => [machine.id, engine, kind, recipe, provenance],
    differs: ({ dtype }) => dtype,
    by: ['machine', 'engine', 'recipe', 'dtype'],
    words: (rows) =>
      either(inOrder(rows, FORMATS, ({ dtype }) => dtype).map(({ dtype }) => formatNames[dtype] ?? dtype)),
  },
];

/** The first row of each value, in the order of the values. */
const inOrder = (rows: readonly Asked[], values: readonly string[], of: (row: Asked) => string): Asked[] =>
  values.flatMap((value) => rows.find((row) => of(row) === value) ?? []);

/** "A, B or C?" */
const either = (names: readonly string[]): string => `${names.slice(0, -1).join(', ')} or ${names.at(-1)}?`;

/** The questions that the rows answer, each with the leaderboard that has most to say. */
export function presets(rows: readonly Asked[]): Preset[] {
  return questions.flatMap((question) => {
    const about = rows.filter(question.about);
    const boards = [...Map.groupBy(about, ({ workload, mode }) => `${workload} ${mode}`).values()];
    const answers = boards.map((board) => answering(board, question));
    const [best] = answers.toSorted(
      (a, b) => b.values - a.values || Number(isDefault(b)) - Number(isDefault(a)) || b.groups - a.groups,
    );
    if (best === undefined || best.groups === 0) return [];
    return [{ question: question.words(best.rows), path: pathOf(best.rows, question) }];
  });
}

/** Of equal answers, that on the workload where hardware decides, not the software around it. */
const isDefault = ({ rows }: Answer) => rows[0]?.workload === DEFAULT_WORKLOAD;

interface Answer {
  /** Rows of the groups in which something is compared. */
  rows: readonly Asked[];
  groups: number;
  /** Most values that one group compares. */
  values: number;
}

function answering(board: readonly Asked[], { same, differs }: Question): Answer {
  const groups = [...Map.groupBy(board, (row) => JSON.stringify(same(row))).values()]
    .map((rows) => ({ rows, values: new Set(rows.map(differs)).size }))
    .filter(({ values }) => values > 1);
  return {
    rows: groups.flatMap(({ rows }) => rows),
    groups: groups.length,
    values: Math.max(0, ...groups.map(({ values }) => values)),
  };
}

function pathOf(rows: readonly Asked[], { by }: Question): Preset['path'] {
  const { workload, mode } = rows[0]!;
  const parameters = by.flatMap((name) => {
    const values = [...new Set(rows.map(filters[name]))].toSorted();
    return values.length > MOST_VALUES ? [] : [`${name}=${values.map(encodeURIComponent).join(',')}`];
  });
  return `${workloadPath(workload, mode)}?${parameters.join('&')}`;
}
