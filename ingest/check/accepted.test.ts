import { describe, expect, it } from 'vitest';
import type { AcceptedOutlier } from '../../data/contract/tables/accepted-outlier.ts';
import { NOW } from '../testing/check-samples.ts';
import { gpu, matmul, subject, submission } from '../testing/samples.ts';
import { unknownOutliers } from './accepted.ts';
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

  it('that name no file or no result are problems', () => {
    const files = [{ path: one.file.path, results: one.file.submission.results.length }];
    expect(unknownOutliers(files, [outlier()])).toEqual([]);
    const [noFile, noResult] = unknownOutliers(files, [
      outlier({ file: 'gone--2026-11-22--0123abcd.json' }),
      outlier({ result: 7 }),
    ]);
    expect(noFile).toEqual({
      path: 'data/catalogue/accepted-outliers.json',
      field: '0.file',
      message: 'is "gone--2026-11-22--0123abcd.json", which is no submission; remove the entry',
    });
    expect(noResult).toMatchObject({
      field: '1.result',
      message: 'is 7, but the file has only 1 results; remove the entry',
    });
  });
});
