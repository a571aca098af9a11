/**
 * @file The report about a pull request, as JSON. The job that comments reads it from an artifact that a stranger may have
 * written, so every field has a bound and a form.
 */
import * as z from 'zod';
import { UsageError } from '../../data/contract/usage-error.ts';
import {
  count,
  deviceKindSchema,
  dtypeSchema,
  engineIdSchema,
  finite,
  modeSchema,
  recipeSchema,
  text,
  trustSchema,
  workloadIdSchema,
} from '../../data/contract/words.ts';

/** Entries of each list; the rest is only counted. */
export const MOST_ENTRIES = 100;
/** Maximum size of the file; a larger one is not even read. */
export const MOST_REPORT_BYTES = 1024 * 1024;

const listOf = <Entry extends z.ZodType>(entry: Entry) =>
  z.strictObject({ entries: z.array(entry).max(MOST_ENTRIES), count: count(0, 1_000_000) });

const placeSchema = z
  .strictObject({
    /** From 1. */
    rank: count(1),
    /** Ranked rows of the same comparison. */
    of: count(1),
    /** Best and worst place that the intervals allow. */
    band: z.tuple([count(1), count(1)]),
  })
  .nullable();

const workSchema = {
  workload: workloadIdSchema,
  mode: modeSchema,
  engine: engineIdSchema,
  kind: deviceKindSchema,
  dtype: dtypeSchema,
  recipe: recipeSchema,
  /** Name of the device. */
  name: text(300),
  /** Batch, size and length: "256", "64 x 128"; null if it has none. */
  size: text(100).nullable(),
};

const reportedRowSchema = z.strictObject({
  ...workSchema,
  value: finite(0, 1e15),
  unit: text(20),
  /** The value before, if the row existed; null for a new row. */
  before: finite(0, 1e15).nullable(),
  speedup: finite(0, 1e9).nullable(),
  place: placeSchema,
  /** Why there is no place; null if there is one. */
  reason: text(400).nullable(),
  trust: trustSchema,
  flags: z.array(text(60)).max(30),
});
export type ReportedRow = z.infer<typeof reportedRowSchema>;

const movedRowSchema = z.strictObject({ ...workSchema, from: placeSchema, to: placeSchema });
export type MovedRow = z.infer<typeof movedRowSchema>;

const reportSchema = z.strictObject({
  kind: z.literal('pull-request-report'),
  /** Accepted results, as paths in the repository. */
  accepted: listOf(text(300)),
  problems: listOf(z.strictObject({ path: text(400), field: text(400), message: text(1000) })),
  /** Rows with values of the accepted results. */
  rows: listOf(reportedRowSchema),
  /** Rows of others whose place changes. */
  moved: listOf(movedRowSchema),
  /** Cells without a value, each with a reason in the file. */
  gaps: count(0, 1_000_000),
  /** Existing results that are changed or removed. */
  touched: listOf(text(400)),
  /** Other changed files. */
  others: listOf(text(400)),
});
export type Report = z.infer<typeof reportSchema>;

/** A list with its first entries and the number of all. */
export const shortened = <Entry>(all: readonly Entry[]) => ({
  entries: all.slice(0, MOST_ENTRIES),
  count: all.length,
});

/** Parses a report. Throws `UsageError`, without its content, if it is none. */
export function parseReport(bytes: Uint8Array): Report {
  if (bytes.byteLength > MOST_REPORT_BYTES) throw new UsageError('the report is too large; it is not posted');
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new UsageError('the report is not JSON; it is not posted');
  }
  const parsed = reportSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new UsageError('the report does not have the form of a report; it is not posted');
}
