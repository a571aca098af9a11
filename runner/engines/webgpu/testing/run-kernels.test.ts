import { expect, test } from 'vitest';
import type { Value } from '../../compiled/graph/value.ts';
import { bind, type Kernel } from '../kernels/kernel.ts';
import { openTestDevice, runKernels } from './run-kernels.ts';

const opened = await openTestDevice();

if (typeof opened === 'string') {
  test('without a driver there is a reason', () => {
    expect(opened).toMatch(/./);
  });
} else {
  const value = (id: number): Value => ({
    id,
    name: `${id}`,
    shape: [8],
    type: 'float32',
    place: { kind: 'temporary' },
  });
  const [input, out] = [value(0), value(1)];
  const double: Kernel = {
    name: 'double',
    bindings: [bind('input', input, 'read'), bind('out', out, 'read_write')],
    body: 'fn run(wg: vec3<u32>, local: u32) { let at = wg.x * 2u + local; out[at] = 2 * input[at]; }',
    workgroupSize: 2,
    grid: [4, 1, 1],
    usesScalars: false,
    flops: 8,
  };
  const data = new Map([[input, Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8)]]);

  test.each([[undefined], [2], [4]])('a kernel in pieces of %s operations', async (mostFlops) => {
    const found = await runKernels(opened, [double], data, undefined, mostFlops);
    expect([...found.get(out)!]).toEqual([2, 4, 6, 8, 10, 12, 14, 16]);
  });
}
