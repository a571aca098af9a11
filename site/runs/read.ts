/** @file Reads the files behind the rows, one at a time. Only pages import this. */
import { readFileSync } from 'node:fs';
import { engines } from '../../data/catalogue/index.ts';
import type { Row } from '../../data/contract/leaderboard.ts';
import type { Ok } from '../../data/contract/outcome.ts';
import { parsePublished, parseSubmission } from '../../data/contract/parse.ts';
import type { Published } from '../../data/contract/published.ts';
import type { Result, Submission } from '../../data/contract/submission.ts';
import { type SourceFile, sourceFiles } from '../downloads/downloads.ts';
import { formOf, joinAlike } from '../rows/alike.ts';
import { rankedWith } from '../rows/ranked.ts';
import { gaps, leaderboard, shownWorkloads } from '../rows/read.ts';
import { cellKey, type ShownResult, toShownResult } from './result.ts';

/** Results of one page: with their drawings about 2,000 elements. */
export const RESULTS_PER_PAGE = 50;

/** A file with its place in the repository. */
export type RunFile = { path: string; source: SourceFile } & (
  | { kind: 'submission'; submission: Submission }
  | { kind: 'published'; published: Published }
);

/** A file of the site's sources that has a page. */
export interface Listed {
  /** Name of the file without its extension; the last part of the page's address. */
  stem: string;
  /** Path in the repository. */
  path: string;
  source: SourceFile;
}

export const listed = (): Listed[] =>
  sourceFiles().map((source) => {
    const path = `data/${source.name}`;
    return {
      stem: path
        .split('/')
        .at(-1)!
        .replace(/\.json$/, ''),
      path,
      source,
    };
  });

const isMeasured = (path: string): boolean => !path.startsWith('data/published/');

/** The file that was read last: its pages are made one after another. */
let last: RunFile | null = null;

/** A file that ingest has accepted. Throws if it was changed since. */
export function readRun({ path, source }: Listed): RunFile {
  if (last?.path === path) return last;
  const bytes = readFileSync(source.place);
  if (!isMeasured(path)) {
    const parsed = parsePublished(bytes, path);
    if (!parsed.ok) throw new Error(`${path}: was changed since ingest read it; run ingest again`);
    last = { path, source, kind: 'published', published: parsed.value };
    return last;
  }
  const parsed = parseSubmission(bytes, path);
  if (!parsed.ok) throw new Error(`${path}: was changed since ingest read it; run ingest again`);
  last = { path, source, kind: 'submission', submission: parsed.value };
  return last;
}

type MeasuredResult = Result & { outcome: Ok };

/** The results with a value, with their positions in the file. */
export const measuredOf = ({ results }: Submission): [MeasuredResult, number][] =>
  results.flatMap((result, index): [MeasuredResult, number][] =>
    result.outcome.status === 'ok' ? [[result as MeasuredResult, index]] : [],
  );

/** Number of pages of a file. */
export function pagesOf(file: RunFile): number {
  if (file.kind === 'published') return 1;
  return Math.max(1, Math.ceil(measuredOf(file.submission).length / RESULTS_PER_PAGE));
}

/** Every row by the paths of its files. */
const rowsByPath: ReadonlyMap<string, readonly Row[]> = (() => {
  const rows = new Map<string, Row[]>();
  for (const row of leaderboard.rows) {
    for (const { path } of row.sources) {
      const of = rows.get(path) ?? [];
      rows.set(path, of);
      of.push(row);
    }
  }
  return rows;
})();

/** The rows that have a value of the file. */
export const rowsOf = (path: string): readonly Row[] => rowsByPath.get(path) ?? [];

/** The machine of each file by its path; also of one without rows, of which only attempts are kept. */
const machines: ReadonlyMap<string, string> = new Map(
  [...gaps, ...leaderboard.rows].flatMap(({ sources, machine }) =>
    sources.map(({ path }) => [path, machine.name] as const),
  ),
);

/** What a page calls a file: a publication by its title, a run by its machine, also one of which no row and no attempt is kept. */
export function titleOf(one: Listed): string {
  const known = machines.get(one.path);
  if (known !== undefined && isMeasured(one.path)) return known;
  const file = readRun(one);
  if (file.kind === 'published') return file.published.title;
  const { cpu, gpus } = file.submission.machine;
  return [...(cpu === null ? [] : [cpu.name]), ...gpus.map(({ name }) => name)].join(' · ') || one.stem;
}

const workloadTitles = new Map(shownWorkloads.map(({ id, title }) => [id as string, title]));

/** "PyTorch, MLX · VGG16 on CIFAR-100, ResNet-18": what rows were measured with, and what was computed. */
export function workWords(rows: readonly Row[]): string {
  if (rows.length === 0) return 'not on the leaderboard: other runs count instead, or nothing was measured';
  const names = (own: readonly string[]) => [...new Set(own)].join(', ');
  const works = names(rows.map(({ workload }) => workloadTitles.get(workload) ?? workload));
  return `${names(rows.map(({ engine }) => engineName(engine)))} · ${works}`;
}

const engineNames = new Map<string, string>(engines.map(({ id, name }) => [id, name]));

export const engineName = (id: string): string => engineNames.get(id) ?? id;

/** The measured results of a page, from 1. */
export function resultsOf(path: string, submission: Submission, page: number): ShownResult[] {
  const rows = Map.groupBy(rowsOf(path), (row) => cellKey(row));
  return measuredOf(submission)
    .slice((page - 1) * RESULTS_PER_PAGE, page * RESULTS_PER_PAGE)
    .map(([result, index]) => toShownResult(result, index, { submission, rows, engineNames, rankedWith }));
}

/** Attempts without a value, by reason, the most frequent first. */
export interface Attempts {
  status: string;
  reason: string;
  engine: string;
  /** Works with their number. */
  works: string[];
  count: number;
}

export function attemptsOf({ results }: Submission): Attempts[] {
  const open = results.flatMap(({ cell, outcome }) => (outcome.status === 'ok' ? [] : [{ cell, outcome }]));
  const groups = Map.groupBy(open, ({ cell, outcome }) =>
    JSON.stringify([outcome.status, formOf(outcome.reason), cell.engine]),
  );
  return [...groups.values()]
    .map((group) => {
      const { cell, outcome } = group[0]!;
      const works = Map.groupBy(group, (one) => `${one.cell.workload} ${one.cell.mode}`);
      return {
        status: outcome.status,
        reason: joinAlike(group.map((one) => one.outcome.reason)),
        engine: engineName(cell.engine),
        works: [...works].map(([work, { length }]) => (length === 1 ? work : `${work} (${length})`)),
        count: group.length,
      };
    })
    .toSorted((a, b) => b.count - a.count);
}
