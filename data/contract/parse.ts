/** @file Parses the files of the contract: safe JSON first, then versions, then the schema. Collects every problem. */
import type * as z from 'zod';
import { parseJson } from './json.ts';
import { type Parsed, type Problem, quote, toProblems } from './problem.ts';
import { type Published, publishedSchema } from './published.ts';
import { type Submission, submissionSchema } from './submission.ts';
import { SCHEMA_VERSION, SUITE_VERSION } from './words.ts';

/** The problem of a file from a newer Trainmark, reported alone instead of many unknown fields; null for known versions. */
function newerVersion(value: unknown, path: string): Problem | null {
  if (typeof value !== 'object' || value === null) return null;
  const known = { schemaVersion: SCHEMA_VERSION, suiteVersion: SUITE_VERSION };
  for (const [field, version] of Object.entries(known)) {
    const found: unknown = Object.getOwnPropertyDescriptor(value, field)?.value;
    if (typeof found === 'number' && found > version) {
      const message = `is ${quote(found)}, newer than ${version}, the newest known version; update Trainmark`;
      return { path, field, message };
    }
  }
  return null;
}

function parseFile<Schema extends z.ZodType>(
  bytes: Uint8Array,
  path: string,
  schema: Schema,
): Parsed<z.output<Schema>> {
  const json = parseJson(bytes, path);
  if (!json.ok) return json;
  const newer = newerVersion(json.value, path);
  if (newer !== null) return { ok: false, problems: [newer] };
  const checked = schema.safeParse(json.value, { reportInput: true });
  if (checked.success) return { ok: true, value: checked.data };
  return { ok: false, problems: toProblems(path, checked.error.issues) };
}

/** Parses a submission; `path` is used only in problems. */
export function parseSubmission(bytes: Uint8Array, path: string): Parsed<Submission> {
  return parseFile(bytes, path, submissionSchema);
}

/** Parses a file of published results; `path` is used only in problems. */
export function parsePublished(bytes: Uint8Array, path: string): Parsed<Published> {
  return parseFile(bytes, path, publishedSchema);
}
