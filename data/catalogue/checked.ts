/** @file Checks the files of the catalogue while they are loaded. Pure: a browser loads some of them. */
import type * as z from 'zod';
import { formatProblem, type Problem, toProblems } from '../contract/problem.ts';

/** Where the files of the catalogue are. */
export const CATALOGUE = 'data/catalogue';

/** The catalogue cannot be used: its files have problems, which whoever edits it must mend. */
export class CatalogueError extends Error {
  constructor(problems: readonly Problem[]) {
    super(problems.map(formatProblem).join('\n'));
  }
}

/** @throws CatalogueError if there are problems */
export function refuse(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new CatalogueError(problems);
}

/**
 * The value of a file.
 * @param file Below `data/catalogue`.
 * @throws CatalogueError with each problem of the file
 */
export function checked<Schema extends z.ZodType>(
  file: string,
  schema: Schema,
  value: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw new CatalogueError(toProblems(`${CATALOGUE}/${file}`, parsed.error.issues, null));
}

/** The entries whose value an earlier one has. */
export function repeated(file: string, field: string, values: readonly string[]): Problem[] {
  return values.flatMap((value, index) => {
    const first = values.indexOf(value);
    if (first === index) return [];
    const message = `is "${value}", as ${first} is; remove one of the two`;
    return [{ path: `${CATALOGUE}/${file}`, field: `${index}${field}`, message }];
  });
}

/** The values that are not among those that another file lists. */
export function unlisted(
  file: string,
  named: readonly (readonly [field: string, id: string])[],
  known: ReadonlySet<string>,
  list: string,
): Problem[] {
  return named
    .filter(([, id]) => !known.has(id))
    .map(([field, id]) => ({
      path: `${CATALOGUE}/${file}`,
      field,
      message: `is "${id}", which ${CATALOGUE}/${list} does not have; correct it, or add it there`,
    }));
}

/** What a file has to list and does not. */
export function unfilled(
  file: string,
  needed: readonly string[],
  has: ReadonlySet<string>,
  remedy: string,
): Problem[] {
  return needed
    .filter((one) => !has.has(one))
    .map((one) => ({
      path: `${CATALOGUE}/${file}`,
      field: 'file',
      message: `has no entry of "${one}"; ${remedy}`,
    }));
}
