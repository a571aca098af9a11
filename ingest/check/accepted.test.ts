import { describe, expect, it } from 'vitest';
import type { AcceptedOutlier } from '../../data/contract/tables/accepted-outlier.ts';
import { NOW } from '../testing/check-samples.ts';
import { gpu, matmul, subject, submission } from '../testing/samples.ts';
import { doubtKey, unusedOutliers } from './accepted.ts';
import { checkFile } from './index.ts';

const NAME = 'a-pc--2026-11-22--0123abcd';
const outlier = (change: Partial<AcceptedOutlier> = {}): AcceptedOutlier => ({
  file: `${NAME}.json`,
  result: 0,
  check: 'p1-over-peak',
  reason: 'the card has a raised clock, shown to a maintainer',
  date: '2026-11-27',
  ...change,
});

describe('accepted outliers', () => {
  const one = subject(submission([matmul(60, { device: gpu })]), NAME);
  const checked = (outliers: AcceptedOutlier[]) =>
    checkFile(one, { nowMs: NOW }, outliers).of(one.measurements[0]!);

  it('become a flag with the reason, and the value is ranked', () => {
    expect(checked([]).withheld).toContain('times the float32 peak');
    const { flags, withheld } = checked([outlier()]);
    expect(withheld).toBeNull();
    expect(flags).toContainEqual({
      id: 'p1-over-peak',
      text: 'accepted by maintainers: the card has a raised clock, shown to a maintainer.',
    });
  });

  it.each([{ file: 'a-pc--2026-11-22--0123abce.json' }, { result: 1 }, { check: 'p12-outlier' }])(
    'do not accept anything else: %j',
    (change) => {
      expect(checked([outlier(change)]).withheld).not.toBeNull();
    },
  );

  it('cannot excuse a contradiction', () => {
    const vulkanOnCpu = submission([matmul(0.3, { device: { ...gpu, kind: 'cpu' } })]);
    const other = subject(vulkanOnCpu, NAME);
    const outliers = [outlier({ check: 'p11-device' })];
    expect(checkFile(other, { nowMs: NOW }, outliers).problems).not.toEqual([]);
  });

  it('that accept nothing are problems, each with its place and its remedy', () => {
    const files = [{ path: one.file.path, results: one.file.submission.results.length }];
    const doubts = new Set([doubtKey(`${NAME}.json`, 0, 'p1-over-peak')]);
    const found = (...outliers: AcceptedOutlier[]) =>
      unusedOutliers(files, doubts, '2026-11-28', outliers).map(
        ({ field, message }) => `${field}: ${message}`,
      );
    expect(found(outlier())).toEqual([]);
    expect(found(outlier({ file: 'gone--2026-11-22--0123abcd.json' }))).toEqual([
      '0.file: is "gone--2026-11-22--0123abcd.json", which is no accepted file; remove the entry',
    ]);
    expect(found(outlier(), outlier({ result: 7 }))).toEqual([
      '1.result: is 7, but the file has only 1 results; remove the entry',
    ]);
    expect(found(outlier({ check: 'p99-nonsense' }))).toEqual([
      '0.check: is "p99-nonsense", which doubts nothing of this result; correct or remove the entry',
    ]);
    expect(found(outlier(), outlier())).toEqual([
      '1.check: is "p1-over-peak", as in entry 0; remove one of the two',
    ]);
    expect(found(outlier({ date: '2099-01-01' }))).toEqual([
      '0.date: is 2099-01-01, which is in the future; write the day of the decision',
    ]);
  });
});
