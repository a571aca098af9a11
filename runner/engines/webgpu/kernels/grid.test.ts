import { expect, test } from 'vitest';
import type { Value } from '../../compiled/graph/value.ts';
import { openTestDevice, runKernels } from '../testing/run-kernels.ts';
import { fold } from './grid.ts';
import { bind } from './kernel.ts';

const opened = await openTestDevice();

test.each([1, 65_535, 65_536, 131_071, 10_000_019])(
  'a grid for %i workgroups has enough and few more',
  (groups) => {
    const [x, y, z] = fold(groups).grid;
    expect(Math.max(x, y, z)).toBeLessThanOrEqual(65_535);
    expect(x * y * z).toBeGreaterThanOrEqual(groups);
    expect(x * y * z - groups).toBeLessThan(y);
  },
);

test('workgroups of a folded grid have all numbers', async () => {
  if (typeof opened === 'string') return;
  const groups = 70_001;
  const out: Value = { id: 0, name: 'out', shape: [groups], type: 'float32', place: { kind: 'result' } };
  const { grid, number } = fold(groups);
  const found = await runKernels(
    opened,
    [
      {
        name: 'numbers',
        bindings: [bind('out', out, 'read_write')],
        body: `fn run(wg: vec3<u32>, local: u32) {
  let group = ${number};
  if (group < ${groups}u) { out[group] = f32(group); }
}`,
        workgroupSize: 1,
        grid,
        usesScalars: false,
        flops: 0,
      },
    ],
    new Map(),
  );
  expect([...found.get(out)!]).toEqual(Array.from({ length: groups }, (_, group) => group));
});
