/** @file Parses the files of the contract: safe JSON first, then versions, migrations and the schema. Collects every problem. */
import type * as z from 'zod';
import { parseJson } from './json.ts';
import { type Fields, isFields } from './migrations/fields.ts';
import { type Kind, migrate } from './migrations/index.ts';
import { type Author, type Parsed, type Problem, quote, remedyOf, toProblems } from './problem.ts';
import { type Published, publishedSchema } from './published.ts';
import { safeParse } from './schema/safe-parse.ts';
import { type Submission, submissionSchema } from './submission.ts';
import { SCHEMA_VERSION, SUITE_VERSION } from './words.ts';

/**
 * The problem of a file from a newer Trainmark, or of a version that never was, reported alone instead of many unknown fields;
 * null for known versions.
 */
function unknownVersion(fields: Fields, path: string): Problem | null {
  const newest = { schemaVersion: SCHEMA_VERSION, suiteVersion: SUITE_VERSION };
  for (const [field, version] of Object.entries(newest)) {
    const found = fields[field];
    if (typeof found !== 'number') continue;
    if (found > version) {
      const message = `is ${quote(found)}, newer than ${version}, the newest known version; update Trainmark`;
      return { path, field, message };
    }
    if (found < 1 || !Number.isInteger(found)) {
      const message = `is ${quote(found)}, which never was a version; they are whole numbers from 1 to ${version}`;
      return { path, field, message };
    }
  }
  return null;
}

/** The problem of a file that is something else, reported alone instead of every field that it lacks; null if it is not. */
function wrongKind(fields: Fields, kind: Kind, path: string): Problem | null {
  if (fields.kind === kind) return null;
  const is = fields.kind === undefined ? 'is missing' : `is ${quote(fields.kind)}`;
  const remedy = { submission: 'files that the runner wrote', published: 'files like the one in its README' };
  const message = `${is}, but must be "${kind}": remove the file, only ${remedy[kind]} belong here`;
  return { path, field: 'kind', message };
}

/** The problem of a file that does not say its version, without which no other field has a meaning; null if it does. */
function noVersion({ schemaVersion }: Fields, path: string, author: Author): Problem | null {
  if (typeof schemaVersion === 'number') return null;
  const is = schemaVersion === undefined ? 'is missing' : `is ${quote(schemaVersion)}`;
  const message = `${is}, but must be the number of a version, such as ${SCHEMA_VERSION}; ${remedyOf[author]}`;
  return { path, field: 'schemaVersion', message };
}

function parseFile<Schema extends z.ZodType>(
  bytes: Uint8Array,
  path: string,
  kind: Kind,
  schema: Schema,
): Parsed<z.output<Schema>> {
  const author = kind === 'submission' ? 'runner' : 'person';
  const json = parseJson(bytes, path, author);
  if (!json.ok) return json;
  const fields = isFields(json.value) ? json.value : null;
  const other =
    fields &&
    (unknownVersion(fields, path) ?? wrongKind(fields, kind, path) ?? noVersion(fields, path, author));
  if (other !== null) return { ok: false, problems: [other] };
  const newest =
    fields === null ? json.value : migrate(fields, kind, fields.schemaVersion as number, SCHEMA_VERSION);
  const checked = safeParse(schema, newest);
  if (checked.success) return { ok: true, value: checked.data };
  return {
    ok: false,
    problems: toProblems(path, checked.error.issues, author === 'person' ? null : remedyOf[author]),
  };
}

/** Parses a submission; `path` is used only in problems. */
export function parseSubmission(bytes: Uint8Array, path: string): Parsed<Submission> {
  return parseFile(bytes, path, 'submission', submissionSchema);
}

/** Parses a file of published results; `path` is used only in problems. */
export function parsePublished(bytes: Uint8Array, path: string): Parsed<Published> {
  return parseFile(bytes, path, 'published', publishedSchema);
}
