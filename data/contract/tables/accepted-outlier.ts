/** @file Findings that the maintainers accept: values that a check doubts, but that somebody confirmed. */
import * as z from 'zod';
import { count, daySchema, slug, text } from '../words.ts';

export const acceptedOutlierSchema = z.strictObject({
  /** Name of the submission. It ends with the first digits of the SHA-256 of the content, so that other content has another name. */
  file: z
    .string()
    .max(240)
    .regex(
      /^[a-z0-9.-]+--[0-9a-f]{8}\.json$/,
      'is not the name of a submission; copy it from data/submissions',
    ),
  /** Position in `results`. */
  result: count(0, 1999),
  /** Id of the check, as the flag shows it: "p20-unusual". */
  check: slug(60),
  /** How it was confirmed: one sentence without a full stop. Shown with the row. */
  reason: text(200),
  date: daySchema,
});
export type AcceptedOutlier = z.infer<typeof acceptedOutlierSchema>;
