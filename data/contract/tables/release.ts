/** @file Released versions of the software that submissions name: the entries of `releases.json`. */
import * as z from 'zod';
import { daySchema, text } from '../words.ts';

/** Software whose versions submissions contain. */
export const softwareSchema = z.enum([
  'node',
  'pytorch',
  'tensorflow',
  'keras',
  'jax',
  'mlx',
  'mlx-lm',
  'cuda',
]);
export type Software = z.infer<typeof softwareSchema>;

export const releaseListSchema = z.strictObject({
  software: softwareSchema,
  /** The list has every line that was released by this day. */
  asOf: daySchema,
  source: text(200),
  /** Oldest first. */
  lines: z
    .array(
      z.strictObject({
        /** The first numbers of its versions: "24" of Node, "2.13" of PyTorch. */
        line: z.string().regex(/^\d+(?:\.\d+)?$/, 'is not the beginning of a version, such as 2.13'),
        /** Day of its first version. */
        since: daySchema,
        /** Its newest version on the day of the list; null if its versions are not listed. */
        newest: text(30).nullable(),
      }),
    )
    .min(1),
});
export type ReleaseList = z.infer<typeof releaseListSchema>;
