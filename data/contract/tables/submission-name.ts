/** @file The name of a submission's file, as the tables of the maintainers hold it. */
import * as z from 'zod';

/** It ends with the first digits of the SHA-256 of the content, so that other content has another name. */
export const submissionNameSchema = z
  .string()
  .max(240)
  .regex(
    /^[a-z0-9.-]+--[0-9a-f]{8}\.json$/,
    'is not the name of a submission; copy it from data/submissions',
  );
