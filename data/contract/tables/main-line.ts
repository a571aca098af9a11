/** @file Which commits were main, where first parents alone do not lead to them: `main-line.json`. */
import * as z from 'zod';
import { daySchema, text } from '../words.ts';

export const mainLineSchema = z.strictObject({
  /** Addresses of this repository without protocol, user and `.git`: "github.com/OWNER/NAME". */
  addresses: z.array(z.string().regex(/^[\w.-]+(?:\/[\w.-]+)+$/, 'is not like github.com/OWNER/NAME')),
  /** Commits that were the head of main, from the oldest on. */
  heads: z.array(
    z.strictObject({
      /** Full hash. */
      commit: z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/, 'is not the full hash of a commit'),
      /** What happened: one sentence without a full stop. */
      reason: text(200),
      /** Day on which it happened. */
      date: daySchema,
    }),
  ),
});
