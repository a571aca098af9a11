/** @file Adds what the checks across files found to the candidates of a file. */
import type { Candidate } from '../candidates/candidate.ts';
import type { AcrossFinding } from '../check/contract/check.ts';

/** The batches of a sweep without those whose values are withheld. */
function soundLadder({ row, rungs }: Candidate, withheld: ReadonlySet<number>): Candidate['row']['ladder'] {
  return row.ladder?.filter((_, position) => !withheld.has(rungs[position]!)) ?? null;
}

/**
 * A candidate with the flags of its measured cell. A quarantined value is withheld, and with it a sweep whose best batch it
 * is; any other quarantined batch is left out of its ladder.
 */
function withOwn(candidate: Candidate, findings: readonly AcrossFinding[]): Candidate {
  const own = findings.filter(({ index }) => index === candidate.measurement);
  const quarantined = findings.filter(({ severity }) => severity === 'quarantine');
  const withheld = new Set(quarantined.map(({ index }) => index));
  const ids = new Map(own.map(({ check, text }) => [check, { id: check, text: `${text}.` }]));
  const held = quarantined.find(({ index }) => index === candidate.measurement);
  return {
    ...candidate,
    withheld: candidate.withheld ?? held?.text ?? null,
    row: {
      ...candidate.row,
      // A withheld sweep keeps its ladder: without its best batch it would be another value.
      ladder: held === undefined ? soundLadder(candidate, withheld) : candidate.row.ladder,
      flags: [...candidate.row.flags.filter(({ id }) => !ids.has(id)), ...ids.values()],
    },
  };
}

/** The candidates of one file with the findings about it. */
export function withFindings(
  candidates: readonly Candidate[],
  findings: readonly AcrossFinding[],
): readonly Candidate[] {
  return findings.length === 0 ? candidates : candidates.map((candidate) => withOwn(candidate, findings));
}
