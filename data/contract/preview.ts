/**
 * @file What the submit page needs of every accepted file, beside the leaderboard, to say what a new file would add: the files
 * in their order, whose they are, and the values that are compared across owners. No samples.
 */
import * as z from 'zod';
import { count, finite, SCHEMA_VERSION, slug, text } from './words.ts';

/** Name of the file in ingest's output folder. */
export const PREVIEW = 'preview.json';

export const previewSchema = z.strictObject({
  schemaVersion: z.literal(SCHEMA_VERSION),
  kind: z.literal('preview'),
  /** In the order in which they were added. */
  files: z.array(
    z.strictObject({
      /** Path in the repository. */
      path: text(300),
      /** Who added it: an id that says nothing about the person. */
      owner: text(40),
      /** Id of the machine of its values; null if it has none. */
      machine: slug(160).nullable(),
      /**
       * Its values among those of enough owners to doubt one of them: position in `results`, hash of device and work, catalogue
       * id of the device, natural logarithm of the value.
       */
      peers: z.array(z.tuple([count(0), count(0), slug(80), finite(-1e4, 1e4)])),
    }),
  ),
});
export type Preview = z.infer<typeof previewSchema>;
