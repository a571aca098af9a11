/** @file Keeps derived values of several files within the contract: one that no row can contain is left out with a reason. */
import * as z from 'zod';
import { MAX_RATIO, type Row, rowSchema } from '../../data/contract/leaderboard.ts';
import { type Problem, toProblems } from '../../data/contract/problem.ts';
import { safeParse } from '../../data/contract/schema/safe-parse.ts';

/** Maximum length of a reason in a row. */
const MAX_REASON = 300;

/** A reason that quotes something long, cut to what a row can contain. */
function cut(reason: string | null): string | null {
  if (reason === null || reason.length <= MAX_REASON) return reason;
  return `${reason
    .slice(0, MAX_REASON - 1)
    .toWellFormed()
    .replaceAll('\ufffd', '')}…`;
}

type Compared = Pick<Row, 'speedup' | 'speedupCi' | 'speedupReason' | 'baselineValue'>;

/** A speedup within the contract. */
export function boundedSpeedup(row: Compared): Compared {
  const { speedup, speedupCi, baselineValue } = row;
  const most = Math.max(speedup ?? 0, speedupCi?.high ?? 0);
  if (speedup === null || most <= MAX_RATIO) {
    return { speedup, speedupCi, baselineValue, speedupReason: cut(row.speedupReason) };
  }
  const speedupReason = `Left out: ${most.toPrecision(2)} times the baseline is beyond any machine.`;
  return { speedup: null, speedupCi: null, baselineValue: null, speedupReason };
}

/** Fields that are scaled when several submissions are combined; all may be null. */
const scaled = ['utilization', 'samplesPerSecond', 'latency', 'energy', 'cost'] as const;

/** A row without the scaled values that are beyond the contract, and with a flag that names them. */
function withoutBeyond(row: Row): Row {
  const beyond = scaled.filter((field) => !rowSchema.shape[field].safeParse(row[field]).success);
  if (beyond.length === 0) return row;
  const left = Object.fromEntries(beyond.map((field) => [field, null]));
  const utilizationOf = beyond.includes('utilization') ? null : row.utilizationOf;
  const text = `Left out, because the combined submissions differ too much: ${beyond.join(', ')}.`;
  return { ...row, ...left, utilizationOf, flags: [...row.flags, { id: 'beyond-range', text }] };
}

const fields = Object.keys(rowSchema.shape) as (keyof Row)[];

/** A row without values. Filling a copy of it is faster than adding fields one by one. */
const empty: Record<keyof Row, unknown> = JSON.parse(
  JSON.stringify(Object.fromEntries(fields.map((field) => [field, null]))),
);

/** A row with its fields in the order of the contract, which is that of the exports. */
function inOrder(row: Row): Row {
  const ordered = { ...empty };
  for (const field of fields) ordered[field] = row[field];
  return ordered as Row;
}

/** A row with every comparison and combination within the contract. */
export function bounded(row: Row): Row {
  // Only values of several files can leave the bounds here: those of one file were checked with it.
  const ordered = inOrder(row.sources.length > 1 ? withoutBeyond(row) : row);
  return Object.assign(ordered, boundedSpeedup(row), { rankReason: cut(row.rankReason) });
}

const comparedSchema = z.object(
  rowSchema.pick({
    speedup: true,
    speedupReason: true,
    speedupCi: true,
    baselineValue: true,
    rank: true,
    rankBand: true,
    rankReason: true,
  }).shape,
);

/** What is wrong with a finished row, naming its newest file; empty unless ingest has a bug. */
export function rowProblems(row: Row): Problem[] {
  // Only the comparisons are new in a row of one file: the rest was checked with the file.
  const schema = row.sources.length > 1 ? rowSchema : comparedSchema;
  const checked = safeParse(schema, row);
  if (checked.success) return [];
  return toProblems(
    row.sources[0]!.path,
    checked.error.issues,
    `it is in the row ${row.id}: report this bug of ingest with the file`,
  );
}
