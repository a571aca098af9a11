/** @file Findings that the maintainers accept: values that a check doubts, but that somebody confirmed. */
import * as z from 'zod';
import { count, daySchema, slug, text } from '../words.ts';
import { submissionNameSchema } from './submission-name.ts';

export const acceptedOutlierSchema = z.strictObject({
  file: submissionNameSchema,
  /** Position in `results`. */
  result: count(0, 1999),
  /** Id of the check, as the flag shows it: "p20-unusual". */
  check: slug(60),
  /** How it was confirmed: one sentence without a full stop. Shown with the row. */
  reason: text(200),
  date: daySchema,
});
export type AcceptedOutlier = z.infer<typeof acceptedOutlierSchema>;
