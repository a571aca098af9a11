/**
 * @file Reads valid values of a Zod schema several times as fast as Zod, which is only needed to word the problems of the others.
 * One function for each part of the schema, made once; what this file does not know is left to Zod.
 */
import type * as z from 'zod';
import { type Field, fieldsReader, isObject } from './fields.ts';
import { INVALID, type Read } from './read.ts';

type Schema = z.core.$ZodType;
type Check = z.core.$ZodCheckDef;

/** Zod itself, for the parts that are rare or unknown here. */
const byZod =
  (schema: Schema): Read =>
  (value) => {
    const result = (schema as z.ZodType).safeParse(value);
    return result.success ? result.data : INVALID;
  };

/** The definitions of the checks of a schema: its own, if it is a format, and those that were added. */
function checksOf(schema: Schema): Check[] {
  const def = schema._zod.def as { check?: string; checks?: readonly z.core.$ZodCheck<never>[] };
  const added = (def.checks ?? []).map((check) => check._zod.def);
  return def.check === undefined ? added : [schema._zod.def as unknown as Check, ...added];
}

/** The range of numbers and whether they are whole; null if there is a check of another kind. */
function numberRange(checks: readonly Check[]): { low: number; high: number; whole: boolean } | null {
  const range = { low: -Number.MAX_VALUE, high: Number.MAX_VALUE, whole: false };
  for (const check of checks as readonly (Check & {
    value?: unknown;
    inclusive?: boolean;
    format?: string;
  })[]) {
    const { value } = check;
    if (check.check === 'number_format' && check.format === 'safeint') range.whole = true;
    else if (typeof value !== 'number' || check.inclusive !== true) return null;
    else if (check.check === 'greater_than') range.low = Math.max(range.low, value);
    else if (check.check === 'less_than') range.high = Math.min(range.high, value);
    else return null;
  }
  return range;
}

function readNumber(schema: Schema): Read {
  const range = numberRange(checksOf(schema));
  if (range === null) return byZod(schema);
  const { low, high, whole } = range;
  return (value) =>
    typeof value === 'number' && value >= low && value <= high && (!whole || Number.isSafeInteger(value))
      ? value
      : INVALID;
}

/** A list of numbers is valid as it is. Most values of a file are samples, so this is the innermost loop. */
function readNumbers(element: Schema, least: number, most: number): Read | null {
  const range = element._zod.def.type === 'number' ? numberRange(checksOf(element)) : null;
  if (range === null) return null;
  const { low, high, whole } = range;
  return (value) => {
    if (!Array.isArray(value) || value.length < least || value.length > most) return INVALID;
    for (let i = 0; i < value.length; i++) {
      const one = value[i];
      if (typeof one !== 'number' || !(one >= low && one <= high)) return INVALID;
      if (whole && !Number.isSafeInteger(one)) return INVALID;
    }
    return value;
  };
}

/** The limits of the length of a text or list; null if there is a check of another kind besides patterns. */
function lengthRange(checks: readonly Check[]): { least: number; most: number; patterns: RegExp[] } | null {
  const range = { least: 0, most: Number.MAX_SAFE_INTEGER, patterns: [] as RegExp[] };
  for (const check of checks as readonly (Check & {
    minimum?: number;
    maximum?: number;
    format?: string;
    pattern?: RegExp;
  })[]) {
    if (check.check === 'min_length') range.least = Math.max(range.least, check.minimum!);
    else if (check.check === 'max_length') range.most = Math.min(range.most, check.maximum!);
    // Other formats have rules besides their pattern.
    else if (
      check.check === 'string_format' &&
      check.format === 'regex' &&
      check.pattern!.flags.search(/[gy]/) < 0
    )
      range.patterns.push(check.pattern!);
    else return null;
  }
  return range;
}

function readText(schema: Schema): Read {
  const range = lengthRange(checksOf(schema));
  if (range === null) return byZod(schema);
  const { least, most, patterns } = range;
  const fits = (value: string) => patterns.every((pattern) => pattern.test(value));
  const matches = patterns.length === 0 ? fits : remembering(fits);
  return (value) =>
    typeof value === 'string' && value.length >= least && value.length <= most && matches(value)
      ? value
      : INVALID;
}

/** Texts that are kept for each part of the schema: names, versions and reasons repeat in thousands of files. */
const MOST_TEXTS = 2000;

/** A test that remembers the texts that passed it, unless most texts turn out to be new, as ids are. */
function remembering(test: (text: string) => boolean): (text: string) => boolean {
  const passed = new Set<string>();
  let [known, others] = [0, 0];
  return (text) => {
    if (others >= MOST_TEXTS && known < others) return test(text);
    if (passed.has(text)) {
      known += 1;
      return true;
    }
    if (!test(text)) return false;
    if (passed.size >= MOST_TEXTS) passed.clear();
    passed.add(text);
    others += 1;
    return true;
  };
}

/** One of a few primitive values. */
function readOneOf(values: Iterable<unknown>): Read {
  const allowed = new Set(values);
  return (value) => (allowed.has(value) ? value : INVALID);
}

function readList(schema: Schema, element: Schema): Read {
  const range = lengthRange(checksOf(schema));
  if (range === null || range.patterns.length > 0) return byZod(schema);
  const { least, most } = range;
  const numbers = readNumbers(element, least, most);
  if (numbers !== null) return numbers;
  const read = reader(element);
  return (value) => {
    if (!Array.isArray(value) || value.length < least || value.length > most) return INVALID;
    let list: unknown[] | null = null;
    for (let i = 0; i < value.length; i++) {
      const item = read(value[i]);
      if (item === INVALID) return INVALID;
      // A list needs a copy only from its first entry that is not valid as it is.
      if (item !== value[i]) list ??= value.slice(0, i);
      list?.push(item);
    }
    return list ?? value;
  };
}

function readObject(schema: Schema): Read {
  const { shape, catchall, checks } = schema._zod.def as z.core.$ZodObjectDef;
  const strict = catchall?._zod.def.type === 'never';
  if ((catchall !== undefined && !strict) || (checks ?? []).length > 0) return byZod(schema);
  // Defaults and the like.
  if (Object.values(shape).some(({ _zod: { optin, def } }) => optin !== undefined && def.type !== 'optional'))
    return byZod(schema);
  const fields = Object.entries(shape).map(
    ([name, inner]): Field => ({ name, read: reader(inner), optional: inner._zod.def.type === 'optional' }),
  );
  return fieldsReader(fields, strict);
}

function readRecord(schema: Schema): Read {
  const { keyType, valueType, checks } = schema._zod.def as z.core.$ZodRecordDef;
  // A record of a closed list of names may need all of them.
  if (keyType._zod.def.type !== 'string' || (checks ?? []).length > 0) return byZod(schema);
  const [readName, read] = [reader(keyType), reader(valueType)];
  return (value) => {
    if (!isObject(value)) return INVALID;
    const record: Record<string, unknown> = {};
    for (const name of Object.keys(value)) {
      const inner = read(value[name]);
      if (inner === INVALID || readName(name) === INVALID) return INVALID;
      record[name] = inner;
    }
    return record;
  };
}

/** The first option that is valid. */
function readUnion(options: readonly Schema[]): Read {
  const reads = options.map(reader);
  return (value) => {
    for (const read of reads) {
      const found = read(value);
      if (found !== INVALID) return found;
    }
    return INVALID;
  };
}

/** The option that a field of the value names. */
function readByField(name: string, options: readonly Schema[]): Read {
  const byValue = new Map<unknown, Read>();
  for (const option of options) {
    const read = reader(option);
    for (const value of option._zod.propValues?.[name] ?? []) byValue.set(value, read);
  }
  return (value) => (isObject(value) ? (byValue.get(value[name])?.(value) ?? INVALID) : INVALID);
}

function make(schema: Schema): Read {
  const def = (schema as z.core.$ZodTypes)._zod.def;
  switch (def.type) {
    case 'number':
      return readNumber(schema);
    case 'string':
      return readText(schema);
    case 'boolean':
      return (value) => (typeof value === 'boolean' ? value : INVALID);
    case 'null':
      return (value) => (value === null ? null : INVALID);
    case 'literal':
      return readOneOf(def.values);
    case 'enum':
      return readOneOf(Object.values(def.entries));
    case 'nullable': {
      const read = reader(def.innerType);
      return (value) => (value === null ? null : read(value));
    }
    case 'optional': {
      const read = reader(def.innerType);
      return (value) => (value === undefined ? undefined : read(value));
    }
    case 'array':
      return readList(schema, def.element);
    case 'object':
      return readObject(schema);
    case 'record':
      return readRecord(schema);
    case 'union': {
      const { discriminator } = def as z.core.$ZodDiscriminatedUnionDef;
      return discriminator === undefined ? readUnion(def.options) : readByField(discriminator, def.options);
    }
    default:
      return byZod(schema);
  }
}

const made = new WeakMap<Schema, Read>();

/** The function that reads values of a schema, made from the schema once. The values are plain JSON. */
export function reader(schema: Schema): Read {
  const known = made.get(schema);
  if (known !== undefined) return known;
  const read = make(schema);
  made.set(schema, read);
  return read;
}
