/**
 * @file What a file of the right form contributes: the checks of ingest, how its names were read, the places of its values. It
 * needs the catalogue, most of what checking loads; the worker loads it for such a file only.
 */
import { parseSubmission } from '../../../data/contract/parse.ts';
import { type Preview, previewSchema } from '../../../data/contract/preview.ts';
import type { Parsed } from '../../../data/contract/problem.ts';
import type { Shard, ShardDetails } from '../../../data/contract/shard.ts';
import { SCHEMA_VERSION } from '../../../data/contract/words.ts';
import { type Extract as Contribution, extractSubmission } from '../../../ingest/extract/submission.ts';
import { withLfEnds } from '../../../ingest/values/identity.ts';
import { readNames } from './names.ts';
import { neededDetails, neededFor, worksOf } from './needed.ts';
import { placeFile, relatedFiles } from './place.ts';
import { toPlacedReport } from './placed.ts';
import { publicFields } from './public.ts';
import { asAdded, type Dropped } from './read.ts';
import type { Acceptance, Answer, Refusal, Request } from './report.ts';

/** A file that ingest accepts. */
export interface Accepted extends Dropped {
  extract: Contribution;
}

/** What was checked last, and the list of the other files. */
let checked: Accepted | null = null;
let preview: Preview = { schemaVersion: SCHEMA_VERSION, kind: 'preview', files: [] };
let left = 0;

/**
 * What a file contributes, or every problem of it.
 * @param nowMs Milliseconds since the epoch; a run that ends after it is refused.
 */
export function accept(dropped: Dropped, nowMs: number): Parsed<Accepted> {
  const extract = extractSubmission(dropped.file, nowMs);
  return extract.ok ? { ok: true, value: { ...dropped, extract: extract.value } } : extract;
}

/** A file that is in the repository already; null if this version of ingest refuses it. */
function readAccepted(path: string, given: Uint8Array, nowMs: number): Contribution | null {
  const bytes = withLfEnds(given);
  const parsed = parseSubmission(bytes, path);
  if (!parsed.ok) return null;
  const extract = extractSubmission(asAdded(path, path, parsed.value, bytes), nowMs);
  return extract.ok ? extract.value : null;
}

const parse = (bytes: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(bytes));

/** Why no value of the file is ranked, if all of them share the reason. */
function unrankedOf({ extract }: Accepted): string | null {
  const reasons = new Set(extract.candidates.map(({ unranked }) => unranked));
  const [reason] = reasons;
  return reasons.size === 1 && reason !== undefined ? reason : null;
}

function toReport(accepted: Accepted): Acceptance {
  const { file, extract, bytes, changed } = accepted;
  const { results } = file.submission;
  const measured = results.filter(({ outcome }) => outcome.status === 'ok').length;
  return {
    ok: true,
    path: file.path,
    text: new TextDecoder().decode(bytes),
    changed,
    names: readNames(file.submission),
    fields: publicFields(file.submission),
    measured,
    attempts: extract.results - measured,
    unranked: unrankedOf(accepted),
  };
}

/** Checks a file and keeps it for the questions below. */
export function check(dropped: Dropped, nowMs: number): Refusal | Acceptance {
  const accepted = accept(dropped, nowMs);
  checked = accepted.ok ? accepted.value : null;
  return accepted.ok ? toReport(accepted.value) : accepted;
}

export function related(bytes: Uint8Array): Extract<Answer, { type: 'related' }> {
  preview = previewSchema.parse(parse(bytes));
  const found = relatedFiles(checked!.extract, preview);
  left = found.left;
  const known = preview.files.some(({ path }) => path === checked!.file.path);
  return { type: 'related', paths: found.paths, known, works: worksOf(checked!.extract) };
}

// The site's own files, which ingest and the build checked against the contract.

export function details({ shards }: Extract<Request, { type: 'details' }>): Answer {
  const isNeeded = neededFor(checked!.extract);
  const paths = shards.flatMap(({ path, bytes }) => {
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    return neededDetails(parse(bytes) as Shard, isNeeded).map((name) => folder + name);
  });
  return { type: 'details', paths };
}

export function place({ details, files, nowMs }: Extract<Request, { type: 'place' }>): Answer {
  const rows = details.flatMap((bytes) => parse(bytes) as ShardDetails).filter(neededFor(checked!.extract));
  const read = files.flatMap((file) => readAccepted(file.path, file.bytes, nowMs) ?? []);
  const placement = placeFile(checked!.extract, { rows, preview, related: read });
  return { type: 'placed', report: toPlacedReport(placement, rows, left) };
}
