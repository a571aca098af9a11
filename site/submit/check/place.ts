/**
 * @file Where a file's values would stand among those of the leaderboard. Ingest's own steps run on what the site serves: the
 * rows of others as they are, and the files of the same machine, whose values are combined anew. Pure.
 */
import { baseline as catalogued, findHardware } from '../../../data/catalogue/index.ts';
import type { Baseline } from '../../../data/contract/catalogue.ts';
import type { Gap, Row } from '../../../data/contract/leaderboard.ts';
import type { Preview } from '../../../data/contract/preview.ts';
import { variantOf } from '../../../data/derive/comparison-key.ts';
import { aggregate, openGaps } from '../../../ingest/candidates/aggregate.ts';
import type { Candidate } from '../../../ingest/candidates/candidate.ts';
import { checkAcross } from '../../../ingest/check/across/index.ts';
import type { FileSummary } from '../../../ingest/check/contract/check.ts';
import { withAdded } from '../../../ingest/extract/added.ts';
import { withFindings } from '../../../ingest/extract/findings.ts';
import type { Extract } from '../../../ingest/extract/submission.ts';
import { bounded } from '../../../ingest/rank/bounds.ts';
import { reasonOf } from '../../../ingest/rank/rank.ts';
import { toRows } from '../../../ingest/rank/rows.ts';
import { baselineValues, mayBeBaseline } from '../../../ingest/rank/speedup.ts';
import { UNCOMMITTED_OWNER } from '../../../ingest/values/owner.ts';

/** What is there without the file. */
export interface Present {
  /** Rows of the leaderboard, at least those that `neededFor` the file. */
  rows: readonly Row[];
  preview: Preview;
  /** What the files of `relatedFiles` contribute. */
  related: readonly Extract[];
}

export interface Placement {
  /** Rows with a value of the file, as ingest would write them. */
  rows: Row[];
  /** Rows of the same cells that keep the value that was there first, because the file contradicts it or is not ranked. */
  kept: Row[];
  /** The file's own values of kept rows, each with why it does not count, to be drawn beside what is kept. */
  doubted: Row[];
  /** Why the file's own value of a kept row is not ranked, by the id of the row; without those that would be ranked. */
  reasons: ReadonlyMap<string, string>;
  /** The other rows with the same comparison keys, at the places that they would have. */
  others: Row[];
  /** Of `others`, the number whose place would change. */
  moved: number;
  /** Attempts of the file without a value, where no other file of the machine has one. */
  gaps: Gap[];
}

/** Files of one machine that are read; more take long and hardly change a median. */
export const MOST_RELATED = 40;

/** Paths of the files whose values are combined or compared with those of a file of this machine, the newest first. */
export function relatedFiles(
  { path, candidates, gaps }: Extract,
  { files }: Preview,
  baseline: Baseline = catalogued,
): { paths: string[]; left: number } {
  const id = (candidates[0]?.row ?? gaps[0])?.machine.id;
  const others = files.filter((file) => file.path !== path);
  const same = others.filter(({ machine }) => machine === id).map((file) => file.path);
  const ofBaseline = others.map((file) => file.path).filter((one) => mayBeBaseline(one, baseline));
  const newest = same.toReversed().slice(0, MOST_RELATED);
  return { paths: [...new Set([...newest, ...ofBaseline])], left: same.length - newest.length };
}

/** A row of the leaderboard as what it was before it was compared; its runs stay unknown. */
const asCandidate = (row: Row): Candidate => ({
  row,
  measurement: null,
  rungs: [],
  variant: variantOf(row.comparisonKey),
  runs: [],
  unranked: row.rankReason,
  withheld: null,
});

/** What the checks across files know of every file that is not read. */
function summariesOf({ files }: Preview): FileSummary[] {
  return files.map(({ path, owner, peers }, addedOrder) => ({
    path,
    addedOrder,
    owner,
    measurements: peers.map(([index, key, hardware, logValue]) => ({
      index,
      fingerprints: [],
      peer: { key, hardware, logValue },
    })),
  }));
}

/** The related files and the new one, each with its place among all and its owner; the new one is the newest of a new owner. */
function inOrder(own: Extract, { preview, related }: Present): Extract[] {
  const { files } = preview;
  const added = new Map(files.map(({ path, owner }, addedOrder) => [path, { addedOrder, owner }]));
  const known = related.flatMap((one) => {
    const place = added.get(one.path);
    return place === undefined ? [] : [withAdded(one, place)];
  });
  return [...known, withAdded(own, { addedOrder: files.length, owner: UNCOMMITTED_OWNER })];
}

/** The values of the files with what the checks across files find about them. */
function measuredIn(extracts: readonly Extract[], preview: Preview): Candidate[] {
  const read = new Set(extracts.map(({ path }) => path));
  const others = summariesOf(preview).filter(({ path }) => !read.has(path));
  const findings = checkAcross([...others, ...extracts.map(({ summary }) => summary)]);
  return extracts.flatMap(({ path, candidates }) => withFindings(candidates, findings.get(path) ?? []));
}

/** A value that keeps its place as one too many of its owner, because the new file does not support it. */
function withOldPlace(candidate: Candidate, own: string, earlier: ReadonlyMap<string, Row>): Candidate {
  const supported = candidate.runs.some(({ path }) => path === own);
  const reason = supported ? null : (earlier.get(candidate.row.id)?.rankReason ?? null);
  return candidate.unranked === null && candidate.withheld === null
    ? { ...candidate, unranked: reason }
    : candidate;
}

/** Why the values of one file are not ranked, by the id of their row. */
function reasonsIn(measured: readonly Candidate[], path: string): Map<string, string> {
  const own = measured.filter(({ runs }) => runs.some((run) => run.path === path));
  return new Map(
    own.flatMap((candidate) => {
      const reason = reasonOf(candidate);
      return reason === null ? [] : [[candidate.row.id, reason] as const];
    }),
  );
}

/** Why a value that contradicts the first one does not count. */
const DISPUTED = 'Disputed: far from the value that was there first.';

/** Values of a file that rows do not take, as rows of their own; without those that merely add nothing. */
function doubtedOf(
  values: readonly Candidate[],
  kept: readonly Row[],
  toRowsOf: (candidates: readonly Candidate[]) => Row[],
): Row[] {
  const disputed = new Set(kept.filter(({ trust }) => trust === 'disputed').map(({ id }) => id));
  const ids = new Set(kept.map(({ id }) => id));
  return toRowsOf(values.filter(({ row }) => ids.has(row.id))).flatMap((row) => {
    const rankReason = row.rankReason ?? (disputed.has(row.id) ? DISPUTED : null);
    return rankReason === null
      ? []
      : [{ ...row, id: `${row.id}.of-the-file`, rank: null, rankBand: null, rankReason }];
  });
}

/** Where the values of a file would stand. */
export function placeFile(own: Extract, present: Present, baseline: Baseline = catalogued): Placement {
  const { rows: known, preview } = present;
  const extracts = inOrder(own, present);
  const measured = measuredIn(extracts, preview);
  const earlier = new Map(known.map((row) => [row.id, row]));
  const ids = new Set(own.candidates.map(({ row }) => row.id));
  const combined = aggregate(measured.filter(({ row }) => ids.has(row.id)));
  const keys = new Set(combined.map(({ row }) => row.comparisonKey));
  const others = known.filter(({ id, comparisonKey }) => !ids.has(id) && keys.has(comparisonKey));
  const published = known.filter(({ provenance }) => provenance === 'published').map(asCandidate);
  const { name } = findHardware(baseline.hardware);
  const candidates = [
    ...combined.map((one) => withOldPlace(one, own.path, earlier)),
    ...others.map(asCandidate),
  ];
  const single = extracts.flatMap((one) => one.candidates);
  const values = baselineValues([...published, ...single], baseline);
  const compared = toRows(candidates, values, name);
  const [mine, theirs] = [true, false].map((own) => compared.filter(({ id }) => ids.has(id) === own));
  const isSupported = ({ sources }: Row) => sources.some(({ path }) => path === own.path);
  const rows = mine!.map(bounded);
  // Speedups of others do not change, and why they have none is known only to ingest.
  const placed = theirs!.map(({ id, rank, rankBand }) => ({ ...earlier.get(id)!, rank, rankBand }));
  const kept = rows.filter((row) => !isSupported(row));
  const ofFile = measured.filter(({ runs }) => runs.some(({ path }) => path === own.path));
  return {
    rows: rows.filter(isSupported),
    kept,
    doubted: doubtedOf(ofFile, kept, (some) => toRows(some, values, name)),
    reasons: reasonsIn(measured, own.path),
    others: placed,
    moved: placed.filter(({ id, rank }) => earlier.get(id)!.rank !== rank).length,
    gaps: openGaps(own.gaps, measured),
  };
}
