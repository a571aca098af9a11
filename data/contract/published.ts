/** @file Results that others published: values as printed, with their source and what is unknown or peculiar about them. */
import * as z from 'zod';
import { cellSchema } from './cell.ts';
import { count, daySchema, finite, SCHEMA_VERSION, slug, text } from './words.ts';

export const reportedSchema = z.strictObject({
  status: z.literal('reported'),
  /** Seconds as published, for `epochs` epochs and `evaluations` passes over the test set. */
  seconds: finite(1e-6, 1e9),
  epochs: count(1, 100_000),
  /** Number of runs of which the value is the median, according to the source; null if it does not say. */
  runs: count(1, 10_000).nullable(),
  /** Evaluations on the test set included in `seconds`; null if the source does not say. */
  evaluations: count(0, 100_000).nullable(),
  /** Share of the training set held out for validation, for example 0 or 0.1; null if the source does not say. */
  heldOutFraction: finite(0, 0.99).nullable(),
  /** Milliseconds per step as published with the seconds; null if absent. */
  stepMs: finite(0, 1e9).nullable(),
  /** Final accuracy as published, 0 to 1; null if absent. */
  accuracy: finite(0, 1).nullable(),
  /** The optimizer if it differs from the workload's; otherwise null. */
  optimiser: text(100).nullable(),
  /** Framework and version if the source gives them for this value; null = those of the whole publication. */
  software: text(200).nullable(),
  /** What the source does not say, one sentence each. */
  unknown: z.array(text(300)).max(20),
  /** What is contradictory or misleading, one sentence each; each becomes a flag of the row. */
  odd: z.array(text(300)).max(20),
});
export type Reported = z.infer<typeof reportedSchema>;

export const publishedSchema = z.strictObject({
  schemaVersion: z.literal(SCHEMA_VERSION),
  kind: z.literal('published'),
  /** The file name without its extension. */
  id: slug(80),
  title: text(200),
  source: z.strictObject({
    author: text(200),
    url: z.url({ protocol: /^https$/ }),
    licence: text(50),
    version: text(50).nullable(),
    date: daySchema,
    /** Framework and version, as far as they are given. */
    software: text(200),
  }),
  /** The machines of the source, by id; CPU and GPU results of one machine share its id. */
  machines: z.record(slug(80), z.strictObject({ name: text(200), os: text(100) })),
  results: z
    .array(z.strictObject({ machine: slug(80), cell: cellSchema, outcome: reportedSchema }))
    .min(1)
    .max(2000),
});
export type Published = z.infer<typeof publishedSchema>;
