import { describe, expect, it } from 'vitest';
import { baseline } from '../data/catalogue/index.ts';
import { checkAcross } from './check/across/index.ts';
import { createExports, exportLeaderboard } from './export/files.ts';
import { MemoryOutput } from './export/output.ts';
import { extractSubmission } from './extract/submission.ts';
import { combine } from './leaderboard.ts';
import { headOf } from './rank/assemble.ts';
import { baselineValues } from './rank/speedup.ts';
import { toBrief } from './run/brief.ts';
import { linesOf, pack } from './run/packed.ts';
import { sharesOf } from './shares.ts';
import { committedFiles } from './testing/fuzz/templates.ts';
import type { SubmissionFile } from './values/file.ts';

const NOW = Date.parse('2026-12-10');

/** Committed files of several owners, and a copy whose values the checks across files find. */
function files(): SubmissionFile[] {
  const committed = committedFiles().map((file, index) => ({
    ...file,
    addedOrder: index,
    owner: `o${index}`,
  }));
  const copied = committed[1]!;
  return [
    ...committed,
    { ...copied, path: copied.path.replace('.json', '-copy.json'), addedOrder: 1000, owner: 'copier' },
  ];
}

/** The exports by way of shares, whose files were kept as they were without their owners. */
function exportShares(all: readonly SubmissionFile[]) {
  const extracts = all.map((file) => {
    const extract = extractSubmission(file, NOW);
    if (!extract.ok) throw new Error(JSON.stringify(extract.problems));
    return extract.value;
  });
  const values = baselineValues(
    extracts.flatMap(({ candidates }) => candidates),
    baseline,
  );
  const kept = new Map(
    all.map((file) => {
      const extract = extractSubmission({ ...file, addedOrder: 0, owner: '' }, NOW);
      if (!extract.ok) throw new Error(JSON.stringify(extract.problems));
      return [file.path, pack(extract.value)];
    }),
  );
  const findings = checkAcross(extracts.map(({ summary }) => summary));
  const source = {
    briefs: extracts.map((one) => toBrief(one, values)),
    linesOf: ({ path }: { path: string }) => linesOf(kept.get(path)!),
    findings,
    published: [],
  };
  const output = new MemoryOutput();
  const exports = createExports(output, headOf(baseline));
  let date = baseline.since;
  let shares = 0;
  for (const { leaderboard } of sharesOf(source, { baseline, values })) {
    if (leaderboard.date > date) date = leaderboard.date;
    exports.add(leaderboard);
    shares += 1;
  }
  exports.close(date);
  return { files: output.files, extracts, findings, shares };
}

describe('shares', () => {
  it('are together the leaderboard of all files', () => {
    const { files: byShares, extracts, findings, shares } = exportShares(files());
    expect([...findings.values()].flat().length).toBeGreaterThan(0);
    expect(shares).toBeGreaterThan(5);
    const whole = new MemoryOutput();
    exportLeaderboard(whole, combine(extracts, []).leaderboard);
    expect([...byShares.keys()].sort()).toEqual([...whole.files.keys()].sort());
    for (const [name, bytes] of whole.files) expect(byShares.get(name)!.equals(bytes), name).toBe(true);
  });
});
