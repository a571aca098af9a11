/** @file Parses a value by a Zod schema: valid ones by its reader, the others by Zod, which words their problems. */
import type * as z from 'zod';
import { INVALID } from './read.ts';
import { reader } from './reader.ts';

/** The same as the schema's own `safeParse`, whose issues hold the values that they are about. */
export function safeParse<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): z.ZodSafeParseResult<z.output<Schema>> {
  const data = reader(schema)(value);
  return data === INVALID
    ? schema.safeParse(value, { reportInput: true })
    : { success: true, data: data as z.output<Schema> };
}
