import { expect, test } from 'vitest';
import { bits, uniform } from '../../../models/generator.ts';
import type { Step } from '../../compiled/graph/step.ts';
import type { ElementType, Value } from '../../compiled/graph/value.ts';
import { defaultScalars, openTestDevice, runKernels } from '../testing/run-kernels.ts';
import { canVectorize, createEnding } from './epilogue.ts';
import { bind, type Kernel } from './kernel.ts';
import { computed, load } from './text.ts';

const opened = await openTestDevice();

let ids = 0;
const array = (name: string, shape: number[], type: ElementType = 'float32'): Value => ({
  id: ids++,
  name,
  shape,
  type,
  place: { kind: 'temporary' },
});

/** A kernel that only passes its input to the epilogue. */
function passing(input: Value, out: Value, epilogue: readonly Step[], width: 1 | 4): Kernel {
  const from = bind('input', input, 'read', width);
  const ending = createEnding(out, epilogue, width, [from]);
  return {
    name: 'passing',
    bindings: [from, ...ending.bindings],
    body: `${ending.code}
fn run(wg: vec3<u32>, local: u32) {
  let value: ${computed(width)} = ${load(from, 'wg.x')};
  finish(wg.x * ${width}u, value);
}`,
    workgroupSize: 1,
    grid: [out.shape.reduce((all, n) => all * n, 1) / width, 1, 1],
    usesScalars: ending.usesScalars,
    flops: 0,
  };
}

test('an operand that a kernel or another step has bound is not bound again', () => {
  const [input, out] = [array('input', [8]), array('out', [8])];
  const other = array('other', [8]);
  const same = (value: Value): Step => ({ kind: 'add', operand: { value, index: { kind: 'same' } } });
  const bound = bind('input', input, 'read', 4);
  const ending = createEnding(out, [same(other), same(input), same(other)], 4, [bound]);
  expect(ending.bindings.map(({ memory }) => memory)).toEqual([out, other]);
});

test.each<[boolean, number, Step]>([
  [true, 8, { kind: 'relu' }],
  [false, 6, { kind: 'relu' }],
  [true, 8, { kind: 'add', operand: { value: array('a', [4]), index: { kind: 'periodic', period: 4 } } }],
  [false, 8, { kind: 'add', operand: { value: array('a', [2]), index: { kind: 'periodic', period: 2 } } }],
  [
    false,
    8,
    {
      kind: 'add',
      operand: { value: array('a', [2, 2]), index: { kind: 'row-of-group', rows: 2, columns: 2 } },
    },
  ],
])('four at once: %s for %i columns and %j', (expected, columns, step) => {
  expect(canVectorize(columns, [step])).toBe(expected);
});

test.skipIf(typeof opened === 'string')(
  'dropout draws as models/generator.ts does, 1 and 4 at once',
  async () => {
    if (typeof opened === 'string') return;
    const [input, out] = [array('input', [4096]), array('out', [4096])];
    const epilogue: Step[] = [{ kind: 'dropout', rate: 0.3, layer: 7 }];
    const expected = Array.from({ length: 4096 }, (_, i) =>
      uniform(bits(defaultScalars.dropoutKey, 7), i) < 0.3 ? 0 : Math.fround(1 / (1 - 0.3)),
    );
    for (const width of [1, 4] as const) {
      const data = new Map([[input, new Float32Array(4096).fill(1)]]);
      const found = await runKernels(opened, [passing(input, out, epilogue, width)], data);
      expect([...found.get(out)!]).toEqual(expected);
    }
  },
);
