/** @file A problem in data: where it is, what is wrong and how to fix it, as one line that is safe to print. */
import type * as z from 'zod';

export interface Problem {
  /** Path of the file as the user typed it. */
  path: string;
  /** Place within the file, for example "results.0.cell.engine"; "file" for the file as a whole. */
  field: string;
  /** What is wrong, then how to fix it. */
  message: string;
}

/** Who writes a file: the runner, whose files are never edited, or a person. */
export type Author = 'runner' | 'person';

/** How a file is mended, after what is wrong with it. */
export const remedyOf: Readonly<Record<Author, string>> = {
  runner: 'measure again',
  person: 'correct it',
};

export type Parsed<Value> = { ok: true; value: Value } | { ok: false; problems: Problem[] };

/** Maximum number of problems reported for one file. */
export const MAX_PROBLEMS = 50;

/**
 * Control, invisible and reordering characters, and the first character of what GitHub takes for a command in the log of a
 * workflow: `##[` anywhere, `::` at the start of a line (actions/runner, ActionCommand.cs).
 */
const effective = /[\p{C}\p{Zl}\p{Zp}]|#(?=#\[)|(?<=^\s*):(?=:)/gu;

/** Untrusted text as one printable line without any effect on a terminal or a workflow; long texts are cut. */
export function printable(untrusted: string, maxLength = 400): string {
  const short = untrusted.length > maxLength ? `${untrusted.slice(0, maxLength)}…` : untrusted;
  return short.replace(effective, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}

/** A value as it is written in the file, short enough for a line. */
export function quote(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'string' ? `"${printable(value, 60)}"` : printable(String(value), 60);
}

/** `path: field: what is wrong, how to fix it`, always one line. */
export function formatProblem(problem: Problem): string {
  return [problem.path, problem.field, problem.message].map((part) => printable(part)).join(': ');
}

/**
 * The value of a file that must be valid, as those of this repository.
 * @throws Error with all of its problems in one line
 */
export function valueOrThrow<Value>(parsed: Parsed<Value>): Value {
  if (!parsed.ok) throw new Error(parsed.problems.map(formatProblem).join(' | '));
  return parsed.value;
}

/** Sort order: by file, then by place. Code-unit order, which is the same in every locale. */
export function compareProblems(a: Problem, b: Problem): number {
  const [left, right] = [a, b].map((problem) => `${problem.path}\n${problem.field}\n${problem.message}`);
  return left! < right! ? -1 : left! > right! ? 1 : 0;
}

const typeNames: Record<string, string> = {
  int: 'a whole number',
  number: 'a number',
  string: 'text',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
  null: 'null',
};

const formats: Record<string, string> = {
  date: 'a date, YYYY-MM-DD',
  datetime: 'a time in UTC, like 2026-11-22T12:00:00.000Z',
  url: 'an https URL, like https://example.org/page',
};

const nameOf = (type: string) => typeNames[type] ?? type;
const listed = (values: readonly unknown[]) => values.map((value) => String(value)).join(', ');

/** Zod's own messages start like this; those of the contract start with a verb and are kept. */
const stock = /^(?:Invalid|Too|Unrecognized)/;

/** What is wrong, and how a person mends it if that is not plain. */
interface Fault {
  what: string;
  remedy?: string;
}

const isOf = (value: unknown): string => (value === undefined ? 'is missing' : `is ${quote(value)}`);
const mustBe = (value: unknown, what: string): Fault => ({
  what: `${isOf(value)}, but must be ${what}`,
  ...(value === undefined ? { remedy: 'add it' } : {}),
});

function bound(issue: z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall): Fault {
  const [limit, word] = issue.code === 'too_big' ? [issue.maximum, 'most'] : [issue.minimum, 'least'];
  if (issue.origin === 'array') {
    const length = Array.isArray(issue.input) ? issue.input.length : 'some';
    return { what: `has ${length} entries, but must have at ${word} ${limit}` };
  }
  return mustBe(issue.input, `at ${word} ${limit}`);
}

function unknownKeys({ keys }: z.core.$ZodIssueUnrecognizedKeys): Fault {
  const first = keys.slice(0, 5).map((key) => quote(key));
  return {
    what: `has unknown fields: ${first.join(', ')}${keys.length > 5 ? ' and more' : ''}`,
    remedy: 'remove them',
  };
}

/** A missing value, a value of the wrong type, or one that is not allowed. */
function wrongValue(issue: z.core.$ZodIssueInvalidType | z.core.$ZodIssueInvalidValue): Fault {
  if (issue.code === 'invalid_type') return mustBe(issue.input, nameOf(issue.expected));
  return mustBe(issue.input, `${issue.values.length > 1 ? 'one of ' : ''}${listed(issue.values)}`);
}

/** The value that decides between the members of a union. */
function deciding({ input, discriminator }: z.core.$ZodIssueInvalidUnion): unknown {
  const isObject = typeof input === 'object' && input !== null && discriminator !== undefined;
  return isObject ? (input as Readonly<Record<string, unknown>>)[discriminator] : input;
}

function noMember(issue: z.core.$ZodIssueInvalidUnion): Fault {
  if (issue.errors.length === 0) {
    const members = issue.message
      .replace(/^.*Expected /, '')
      .replaceAll("'", '')
      .replaceAll(' | ', ', ');
    return mustBe(deciding(issue), `one of ${members}`);
  }
  const kinds = issue.errors
    .flat()
    .map((inner) => (inner.code === 'invalid_type' ? nameOf(inner.expected) : 'such'));
  return mustBe(issue.input, [...new Set(kinds)].join(' or '));
}

/** A message of the contract: what is wrong, and behind a semicolon how a person mends it. */
function ofContract(message: string, value: string): Fault {
  const [what = '', ...rest] = message.split('; ');
  return { what: `is ${value} and ${what}`, ...(rest.length > 0 ? { remedy: rest.join('; ') } : {}) };
}

function faultOf(issue: z.core.$ZodIssue): Fault {
  if (issue.code === 'unrecognized_keys') return unknownKeys(issue);
  if (issue.code === 'invalid_key') {
    const inner = issue.issues.map(faultOf);
    return { ...inner[0], what: inner.map(({ what }) => what).join(', ') };
  }
  if (!stock.test(issue.message)) return ofContract(issue.message, quote(issue.input));
  switch (issue.code) {
    case 'invalid_type':
    case 'invalid_value':
      return wrongValue(issue);
    case 'invalid_format': {
      const form = formats[issue.format];
      return form === undefined
        ? { what: `is ${quote(issue.input)}, which has the wrong form` }
        : mustBe(issue.input, form);
    }
    case 'too_big':
    case 'too_small':
      return bound(issue);
    case 'invalid_union':
      return noMember(issue);
    default:
      return { what: `is ${quote(issue.input)}, which the contract does not allow` };
  }
}

/** Of several bounds that a number is beyond, the first is the field's; another is that of all whole numbers. */
function isFirstBound(issue: z.core.$ZodIssue, place: number, all: readonly z.core.$ZodIssue[]): boolean {
  const before = all[place - 1];
  return before === undefined || before.code !== issue.code || before.path.join() !== issue.path.join();
}

/**
 * Converts Zod's issues to problems, in the order of the file; beyond `MAX_PROBLEMS` only their number is reported.
 * @param remedy How all of them are mended; null for a file that a person wrote, where each has its own remedy.
 */
export function toProblems(
  path: string,
  all: readonly z.core.$ZodIssue[],
  remedy: string | null = remedyOf.runner,
): Problem[] {
  const issues = all.filter(isFirstBound);
  const shown = issues.slice(0, MAX_PROBLEMS).map((issue) => {
    const { what, remedy: own = remedyOf.person } = faultOf(issue);
    return {
      path,
      field: issue.path.length === 0 ? 'file' : issue.path.map(String).join('.'),
      message: `${what}; ${remedy ?? own}`,
    };
  });
  const left = issues.length - shown.length;
  if (left === 0) return shown;
  return [...shown, { path, field: 'file', message: `has ${left} more problems; fix these first` }];
}
