import { describe, expect, it } from 'vitest';
import { baseline } from '../../data/catalogue/index.ts';
import type { AcrossFinding } from '../check/contract/check.ts';
import { withFindings } from '../extract/findings.ts';
import { type Extract, extractSubmission } from '../extract/submission.ts';
import { committedFiles } from '../testing/fuzz/templates.ts';
import { randomFrom } from '../testing/random.ts';
import type { SubmissionFile } from '../values/file.ts';
import { count, countFile } from './assemble.ts';
import type { BaselineValues } from './speedup.ts';
import { withheld } from './withhold.ts';

const NOW = Date.parse('2026-12-10');

function extracted(one: SubmissionFile): Extract {
  const extract = extractSubmission(one, NOW);
  if (!extract.ok) throw new Error(JSON.stringify(extract.problems));
  return extract.value;
}

const committed = committedFiles().map(extracted);

/** Every third value is comparable with one of the same work. */
const values: BaselineValues = new Map(
  committed.flatMap(({ candidates }) =>
    candidates.flatMap((one, at) => {
      const { workload, mode, metric, size, sequenceLength, languageModel, batchSize } = one.row;
      const batch = metric === 'samplesPerSecond' ? batchSize : null;
      const model = languageModel?.sha256 ?? null;
      const work = [workload, mode, metric, size, sequenceLength, model, batch];
      return at % 3 === 0 ? [[JSON.stringify(work), one] as const] : [];
    }),
  ),
);

const held = ({ path }: Extract, index: number): AcrossFinding => ({
  ...{ path, index, check: 'p10-copy', severity: 'quarantine', text: 'it is a copy' },
});

/** What the rows of a file count for, with some measured cells withheld. */
function anew({ candidates, gaps }: Extract, findings: readonly AcrossFinding[]) {
  const measured = withFindings(candidates, findings);
  return count({ published: [], measured, gaps }, baseline, values).counts;
}

describe('withheld', () => {
  it('gives what the rows of the files of this repository count for, whatever is withheld', () => {
    const random = randomFrom(1);
    const changed = { speedups: 0, ratios: 0 };
    for (const extract of committed) {
      const { counts, countable } = countFile(extract, baseline, values);
      if (countable === null) continue;
      for (const share of [0.1, 0.5, 1]) {
        const indices = extract.summary.measurements.map(({ index }) => index);
        const some = random.shuffled(indices).slice(0, Math.ceil(share * indices.length));
        const found = anew(
          extract,
          some.map((index) => held(extract, index)),
        );
        expect(withheld(counts, countable, new Set(some))).toEqual(found);
        changed.speedups += counts.speedups - found.speedups;
        changed.ratios += counts.ratios - found.ratios;
      }
    }
    expect(changed.speedups).toBeGreaterThan(10);
    expect(changed.ratios).toBeGreaterThan(10);
  });

  it('leaves files with a length sweep to their rows', () => {
    const sweeping = committed.filter((one) => countFile(one, baseline, values).counts.scalings > 0);
    expect(sweeping.length).toBeGreaterThan(0);
    for (const one of sweeping) expect(countFile(one, baseline, values).countable).toBeNull();
  });
});
