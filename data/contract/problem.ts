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
  date: 'is not a date; write YYYY-MM-DD',
  datetime: 'is not a time in UTC; write it like 2026-11-22T12:00:00.000Z',
  url: 'is not an https URL; write one like https://example.org/page',
  regex: 'has the wrong format; see data/contract for the pattern',
};

const nameOf = (type: string) => typeNames[type] ?? type;
const listed = (values: readonly unknown[]) => values.map((value) => String(value)).join(', ');

/** Zod's own messages start like this; those of the contract start with a verb and are kept. */
const stock = /^(?:Invalid|Too|Unrecognized)/;

function bound(issue: z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall): string {
  const [limit, word] = issue.code === 'too_big' ? [issue.maximum, 'most'] : [issue.minimum, 'least'];
  if (issue.origin === 'array') {
    const length = Array.isArray(issue.input) ? issue.input.length : 'some';
    return `has ${length} entries; it must have at ${word} ${limit}`;
  }
  return `is ${quote(issue.input)}; it must be at ${word} ${limit}`;
}

function unknownKeys({ keys }: z.core.$ZodIssueUnrecognizedKeys): string {
  const first = keys.slice(0, 5).map((key) => quote(key));
  return `has unknown fields: ${first.join(', ')}${keys.length > 5 ? ' and more' : ''}; remove them`;
}

/** A missing value, a value of the wrong type, or one that is not allowed. */
function wrongValue(issue: z.core.$ZodIssueInvalidType | z.core.$ZodIssueInvalidValue): string {
  const missing = issue.input === undefined;
  const is = missing ? 'is missing' : `is ${quote(issue.input)}`;
  if (issue.code === 'invalid_type') return `${is}; ${missing ? 'add' : 'write'} ${nameOf(issue.expected)}`;
  const choice = missing || issue.values.length > 1 ? 'one of ' : '';
  return `${is}; use ${choice}${listed(issue.values)}`;
}

function noMember(issue: z.core.$ZodIssueInvalidUnion): string {
  if (issue.errors.length === 0) return `is unknown; use one of ${issue.message.replace(/^.*Expected /, '')}`;
  const kinds = issue.errors
    .flat()
    .map((inner) => (inner.code === 'invalid_type' ? nameOf(inner.expected) : 'such'));
  return `is ${quote(issue.input)}; write ${[...new Set(kinds)].join(' or ')}`;
}

function words(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return unknownKeys(issue);
  if (issue.code === 'invalid_key') return issue.issues.map((inner) => words(inner)).join('; ');
  const value = quote(issue.input);
  if (!stock.test(issue.message)) return `is ${value} and ${issue.message}`;
  switch (issue.code) {
    case 'invalid_type':
    case 'invalid_value':
      return wrongValue(issue);
    case 'invalid_format':
      return `is ${value} and ${formats[issue.format] ?? formats.regex}`;
    case 'too_big':
    case 'too_small':
      return bound(issue);
    case 'invalid_union':
      return noMember(issue);
    default:
      return `is ${value}, which the contract does not allow; see data/contract`;
  }
}

/** Converts Zod's issues to problems, in the order of the file; beyond `MAX_PROBLEMS` only their number is reported. */
export function toProblems(path: string, issues: readonly z.core.$ZodIssue[]): Problem[] {
  const shown = issues.slice(0, MAX_PROBLEMS).map((issue) => ({
    path,
    field: issue.path.length === 0 ? 'file' : issue.path.map(String).join('.'),
    message: words(issue),
  }));
  const left = issues.length - shown.length;
  if (left === 0) return shown;
  return [...shown, { path, field: 'file', message: `has ${left} more problems; fix these first` }];
}
