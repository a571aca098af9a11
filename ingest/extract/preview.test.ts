import { expect, it } from 'vitest';
import type { FileSummary } from '../check/contract/check.ts';
import { ENOUGH } from '../check/physics/device-outlier.ts';
import { toPreview } from './preview.ts';

/** Files of different owners that measured the same work on the same hardware. */
const files = (owners: readonly string[]) =>
  owners.map((owner, i) => {
    const path = `data/submissions/suite-1/${i}.json`;
    const peer = { key: 7, hardware: 'some-gpu', logValue: i };
    const alone = { key: 100 + i, hardware: 'some-gpu', logValue: 0 };
    const measurements = [
      { index: 0, peer },
      { index: 1, peer: alone },
      { index: 2, peer: null },
    ];
    return { path, machine: null, summary: { path, owner, measurements } as unknown as FileSummary };
  });
const peersOf = (owners: readonly string[]) => toPreview(files(owners)).files.map(({ peers }) => peers);
const different = (count: number) => Array.from({ length: count }, (_, i) => `owner-${i}`);

it('the preview tells values that one more owner would make enough to doubt one of them', () => {
  expect(peersOf(different(ENOUGH - 1))).toEqual(
    different(ENOUGH - 1).map((_, i) => [[0, 7, 'some-gpu', i]]),
  );
});

it('the preview leaves out values of fewer owners, however many files they have', () => {
  const few = different(ENOUGH - 2);
  expect(peersOf([...few, ...few]).flat()).toEqual([]);
});
