/** @file A file that ingest writes. */

/** At once, or in parts of which only one is in memory. */
export type Content = string | Uint8Array | Iterable<string | Uint8Array>;

/** Its name below the output folder, with `/` as the separator, and its content. */
export type ExportFile = readonly [name: string, content: Content];

export const partsOf = (content: Content): Iterable<string | Uint8Array> =>
  typeof content === 'string' || content instanceof Uint8Array ? [content] : content;
