/**
 * @file Checks a dropped file with ingest's own code in a Web Worker, so that the page stays alive. It is sent everything that it
 * reads and asks no server for anything.
 */
import './without-eval.ts';
import { type Preview, previewSchema } from '../../../data/contract/preview.ts';
import type { Shard, ShardDetails } from '../../../data/contract/shard.ts';
import { SCHEMA_VERSION } from '../../../data/contract/words.ts';
import { type Accepted, checkFile, readAccepted, refusedSize } from './file.ts';
import { readNames } from './names.ts';
import { neededDetails, neededFor, worksOf } from './needed.ts';
import { placeFile, relatedFiles } from './place.ts';
import { toPlacedReport } from './placed.ts';
import { publicFields } from './public.ts';
import type { Acceptance, Answer, Refusal, Request } from './report.ts';

/** What was checked last, and the list of the other files. */
let checked: Accepted | null = null;
let preview: Preview = { schemaVersion: SCHEMA_VERSION, kind: 'preview', files: [] };
let left = 0;

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

async function bytesOf(file: File): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch {
    throw new Error('it cannot be read: it may be a folder, or it was moved');
  }
}

async function check({ file, nowMs }: Extract<Request, { type: 'check' }>): Promise<Refusal | Acceptance> {
  const parsed = refusedSize(file.name, file.size) ?? checkFile(file.name, await bytesOf(file), nowMs);
  checked = parsed.ok ? parsed.value : null;
  return parsed.ok ? toReport(parsed.value) : parsed;
}

function related(bytes: Uint8Array): Extract<Answer, { type: 'related' }> {
  preview = previewSchema.parse(parse(bytes));
  const found = relatedFiles(checked!.extract, preview);
  left = found.left;
  const known = preview.files.some(({ path }) => path === checked!.file.path);
  return { type: 'related', paths: found.paths, known, works: worksOf(checked!.extract) };
}

// The site's own files, which ingest and the build checked against the contract.

function details({ shards }: Extract<Request, { type: 'details' }>): Answer {
  const isNeeded = neededFor(checked!.extract);
  const paths = shards.flatMap(({ path, bytes }) => {
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    return neededDetails(parse(bytes) as Shard, isNeeded).map((name) => folder + name);
  });
  return { type: 'details', paths };
}

function place({ details, files, nowMs }: Extract<Request, { type: 'place' }>): Answer {
  const rows = details.flatMap((bytes) => parse(bytes) as ShardDetails).filter(neededFor(checked!.extract));
  const read = files.flatMap((file) => readAccepted(file.path, file.bytes, nowMs) ?? []);
  const placement = placeFile(checked!.extract, { rows, preview, related: read });
  return { type: 'placed', report: toPlacedReport(placement, rows, left) };
}

async function answer(request: Request): Promise<Answer> {
  switch (request.type) {
    case 'check':
      return { type: 'checked', report: await check(request) };
    case 'related':
      return related(request.preview);
    case 'details':
      return details(request);
    case 'place':
      return place(request);
  }
}

self.onmessage = async ({ data }: MessageEvent<Request>) => {
  try {
    self.postMessage(await answer(data));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    self.postMessage({ type: 'error', message } satisfies Answer);
  }
};
