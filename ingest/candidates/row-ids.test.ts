import { describe, expect, it } from 'vitest';
import { converge, everyKind, infer, trained, without } from '../testing/mode-samples.ts';
import { file, gpu, submission } from '../testing/samples.ts';
import { toCandidates } from './batch-sweep.ts';
import { measurementsOf } from './measured.ts';
import { rowIdsOf } from './row-ids.ts';

const onGpu = { device: gpu };
const sweep = [1, 2, 32, 64].map((batch) => infer(200 * batch, batch, onGpu, batch));
const end = without('out-of-memory', 'the device has no more memory', { ...onGpu, batchSize: 128 });
const generated = converge([{ ...trained([0.5, 1], 0, { dataSource: 'generated' }) }]);

describe('the ids of the rows of each cell', () => {
  it.each([
    ['every kind of work', everyKind()],
    ['a batch sweep', [...sweep, end]],
    ['too few batches for a sweep', sweep.slice(0, 2)],
    ['a training on generated data', [generated]],
  ])('are those of the values of a file: %s', (_, results) => {
    const one = file(submission(results));
    const { measurements } = measurementsOf(one);
    const candidates = toCandidates(one, measurements, () => ({ flags: [], withheld: null }));
    const expected = measurements.map(({ index }) => [
      index,
      candidates
        .filter(({ measurement, rungs }) => (rungs.length > 0 ? rungs : [measurement]).includes(index))
        .map(({ row }) => row.id)
        .sort(),
    ]);
    expect(expected.length).toBeGreaterThan(0);
    expect([...rowIdsOf(one)].map(([index, ids]) => [index, [...ids].sort()])).toEqual(expected);
  });
});
