import { describe, expect, test } from 'vitest';
import { bits, mix, uniform } from '../../../models/generator.ts';
import type { Step } from '../../compiled/graph/step.ts';
import type { ElementType, Value } from '../../compiled/graph/value.ts';
import { defaultScalars, openTestDevice, runKernels } from '../testing/run-kernels.ts';
import { canVectorize, createEnding } from './epilogue.ts';
import { bind, type Kernel, toWgsl } from './kernel.ts';
import { computed, load } from './text.ts';

const opened = await openTestDevice();

/** Elements that the tests of dropout drop from. */
const ONES = 4096;

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
    dropoutLayer: ending.dropoutLayer,
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

/** The dropout of ones by a rate of 0.3 in layer 7. */
async function dropOnes(width: 1 | 4, dropoutKey: number, spoil = (text: string) => text) {
  if (typeof opened === 'string') throw new Error(opened);
  const [input, out] = [array('input', [ONES]), array('out', [ONES])];
  const kernel = passing(input, out, [{ kind: 'dropout', rate: 0.3, layer: 7 }], width);
  const data = new Map([[input, new Float32Array(ONES).fill(1)]]);
  const scalars = { ...defaultScalars, dropoutKey };
  const found = await runKernels(opened, [{ ...kernel, body: spoil(kernel.body) }], data, scalars);
  return [...found.get(out)!];
}

const plainDraws = (dropoutKey: number): number[] =>
  Array.from({ length: ONES }, (_, i) =>
    uniform(bits(dropoutKey, 7), i) < 0.3 ? 0 : Math.fround(1 / (1 - 0.3)),
  );

describe.skipIf(typeof opened === 'string').each([1, 4] as const)('dropout, %i at once', (width) => {
  test.each([12_345, 0, 0xffff_ffff])('draws as models/generator.ts does, key %i', async (key) => {
    expect(await dropOnes(width, key)).toEqual(plainDraws(key));
  });

  test('drops about the share that is asked for', async () => {
    const dropped = (await dropOnes(width, 5)).filter((x) => x === 0).length;
    // Four standard deviations of a binomial distribution.
    expect(Math.abs(dropped - 0.3 * ONES)).toBeLessThan(4 * Math.sqrt(ONES * 0.3 * 0.7));
  });

  test('two layers share a text, each with its own draws, also in one kernel', async () => {
    if (typeof opened === 'string') return;
    const [input, out] = [array('input', [ONES]), array('out', [ONES])];
    const dropped = async (...layers: number[]) => {
      const steps = layers.map((layer) => ({ kind: 'dropout', rate: 0.3, layer }) as const);
      const kernel = passing(input, out, steps, width);
      const data = new Map([[input, new Float32Array(ONES).fill(1)]]);
      return { kernel, found: [...(await runKernels(opened, [kernel], data)).get(out)!] };
    };
    const [one, other, both] = [await dropped(7), await dropped(8), await dropped(7, 8)];
    expect(toWgsl(one.kernel)).toBe(toWgsl(other.kernel));
    expect(one.found).not.toEqual(other.found);
    expect(both.found.map((x) => x > 0)).toEqual(one.found.map((x, i) => x > 0 && other.found[i]! > 0));
  });

  test('draws independently with another key', async () => {
    const [one, other] = [await dropOnes(width, 5), await dropOnes(width, 6)];
    const both = one.filter((x, i) => x === 0 && other[i] === 0).length;
    expect(Math.abs(both - 0.09 * ONES)).toBeLessThan(4 * Math.sqrt(ONES * 0.09 * 0.91));
  });

  test.each([
    ['another layer', 'origin.w', `${mix(8)}u`],
    ['a key that is not mixed', 'mixed1(layer + scalars.dropoutKey)', 'layer + scalars.dropoutKey'],
    ['another constant', '0x846ca68bu', '0x846ca68du'],
  ])('is found out with %s in its text', async (_, text, mistake) => {
    const spoiled = await dropOnes(width, 5, (body) => {
      expect(body).toContain(text);
      return body.replaceAll(text, mistake);
    });
    expect(spoiled).not.toEqual(plainDraws(5));
  });
});
