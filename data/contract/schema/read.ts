/** @file The function that reads the values of a part of a schema. */

/** What `Read` gives for a value that is not valid. */
export const INVALID = Symbol('invalid');

/** The valid value as Zod gives it, with its fields in the order of the schema; otherwise `INVALID`. */
export type Read = (value: unknown) => unknown;
