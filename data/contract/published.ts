/** @file Results that others published: values as printed, with their source and what is unknown or odd about them. */
import * as z from 'zod';
import { cellSchema } from './cell.ts';
import { count, daySchema, finite, SCHEMA_VERSION, slug, text } from './words.ts';

export const reportedSchema = z.strictObject({
  status: z.literal('reported'),
  /** Seconds as published, covering `epochs` epochs and `evaluations` passes over the test set. */
  seconds: finite(1e-6, 1e9),
  epochs: count(1, 100_000),
  /** Runs whose median the value is, by the source's own words; null where it does not say. */
  runs: count(1, 10_000).nullable(),
  /** Evaluations on the test set inside `seconds`; null where the source does not say. */
  evaluations: count(0, 100_000).nullable(),
  /** Share of the training set held out for validation, so not trained on: 0 or 0.1; null where the source does not say. */
  heldOutFraction: finite(0, 0.99).nullable(),
  /** Milliseconds per step as published beside the seconds; null where absent. */
  stepMs: finite(0, 1e9).nullable(),
  /** Final accuracy as published, 0 to 1; null where absent. */
  accuracy: finite(0, 1).nullable(),
  /** Optimiser where it differs from the workload's own; null where it does not. */
  optimiser: text(100).nullable(),
  /** Framework and version where the source tells them for this value; null leaves it to the publication's words. */
  software: text(200).nullable(),
  /** What the source does not tell, a sentence each. */
  unknown: z.array(text(300)).max(20),
  /** What contradicts or misleads, a sentence each; every one becomes a flag on the row. */
  odd: z.array(text(300)).max(20),
});
export type Reported = z.infer<typeof reportedSchema>;

export const publishedSchema = z.strictObject({
  schemaVersion: z.literal(SCHEMA_VERSION),
  kind: z.literal('published'),
  /** Equals the file name without its ending. */
  id: slug(80),
  title: text(200),
  source: z.strictObject({
    author: text(200),
    url: z.url({ protocol: /^https$/ }),
    licence: text(50),
    version: text(50).nullable(),
    date: daySchema,
    /** Framework and version, as far as told. */
    software: text(200),
  }),
  /** The computers of the source, by id: CPU and GPU results of one computer share its id. */
  machines: z.record(slug(80), z.strictObject({ name: text(200), os: text(100) })),
  results: z
    .array(z.strictObject({ machine: slug(80), cell: cellSchema, outcome: reportedSchema }))
    .min(1)
    .max(2000),
});
export type Published = z.infer<typeof publishedSchema>;
