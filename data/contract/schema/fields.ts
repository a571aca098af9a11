/**
 * @file Reads the fields of objects. Files have the fields of the schema in its order: such an object is valid as it is, and only
 * others are copied.
 */
import { INVALID, type Read } from './read.ts';

export interface Field {
  name: string;
  read: Read;
  /** Whether it may be absent. */
  optional: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function countFields(object: object): number {
  let count = 0;
  for (const _ in object) count += 1;
  return count;
}

/** A copy of the fields before a position. */
function firstFields(fields: readonly Field[], value: Fields, end: number): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (let at = 0; at < end; at++) {
    const { name } = fields[at]!;
    if (Object.hasOwn(value, name)) copy[name] = value[name];
  }
  return copy;
}

/**
 * The function that reads objects with some fields.
 * @param strict Whether an object with other fields is invalid; otherwise these are left out.
 */
export function fieldsReader(fields: readonly Field[], strict: boolean): Read {
  /** The position of the next field from another on: without those that may be absent and are, unless they have a name. */
  function next(value: Fields, start: number, name: string | null): number {
    let at = start;
    while (fields[at]?.optional && fields[at]!.name !== name && !Object.hasOwn(value, fields[at]!.name))
      at += 1;
    return at;
  }

  /** Reads the fields from a position on. Those before it are in `copy`, which gets them in the order of the schema. */
  function readRest(value: Fields, start: number, copy: Record<string, unknown>): unknown {
    for (let at = start; at < fields.length; at++) {
      const { name, read, optional } = fields[at]!;
      if (optional && !Object.hasOwn(value, name)) continue;
      const field = read(value[name]);
      if (field === INVALID) return INVALID;
      copy[name] = field;
    }
    return strict && countFields(value) > countFields(copy) ? INVALID : copy;
  }

  /** Reads the fields in the order in which they are, up to the first that is not as in the schema. */
  function readInOrder(value: Fields): unknown {
    let at = 0;
    for (const name in value) {
      at = next(value, at, name);
      if (fields[at]?.name !== name) return readRest(value, at, firstFields(fields, value, at));
      const field = fields[at]!.read(value[name]);
      if (field !== value[name]) {
        if (field === INVALID) return INVALID;
        return readRest(value, at + 1, { ...firstFields(fields, value, at), [name]: field });
      }
      at += 1;
    }
    at = next(value, at, null);
    return at === fields.length ? value : readRest(value, at, firstFields(fields, value, at));
  }

  return (value) => (isObject(value) ? readInOrder(value) : INVALID);
}
