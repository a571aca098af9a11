import { describe, expect, test } from 'vitest';
import { bits, uniform } from '../../models/generator.ts';
import { dense, dropout, flatten, type Layer, relu } from '../../models/layers.ts';
import { summary } from './check.ts';
import { type Dropped, droppedComparisons, partsComparison, zerosComparisons } from './dropped.ts';

const BATCH = 16;
const SHAPE = [4, 4, 16];
const SIZE = BATCH * 4 * 4 * 16;

const net = {
  inputShape: SHAPE,
  layers: [
    dropout(0.3),
    { kind: 'residual', body: [relu, dropout(0.5)], shortcut: [] } satisfies Layer,
    flatten,
    dense(3, 'softmax'),
  ],
};

/** The factor of element i in a step. */
type Mask = (i: number, step: number) => number;

const drawn =
  (layer: number, rate: number): Mask =>
  (i, step) =>
    uniform(bits(layer, step), i) < rate ? 0 : 1 / (1 - rate);

const right: [Mask, Mask] = [drawn(1, 0.3), drawn(2, 0.5)];

/** What dropouts with these masks do; gradients with others, unless they are the same. */
const step = (masks: readonly Mask[], number: number, ofGradients = masks): Dropped[] =>
  masks.map((mask, layer) => {
    const before = Float32Array.from({ length: SIZE }, (_, i) => (i % 5 === layer ? 0 : 1 + (i % 7)));
    const pairOf = (factor: Mask) => ({ before, after: before.map((x, i) => x * factor(i, number)) });
    const [forward, backward] = [pairOf(mask), pairOf(ofGradients[layer]!)];
    return { shape: SHAPE, type: 'float32' as const, forward, backward };
  });

const failures = (masks: readonly Mask[], ofGradients = masks): string[] =>
  droppedComparisons(net, [step(masks, 1, ofGradients), step(masks, 2)])
    .filter(({ error, tolerance }) => error > tolerance)
    .map(({ of }) => of);

const first = (mask: Mask): [Mask, Mask] => [mask, right[1]];

describe('the dropouts of a net', () => {
  test('pass with masks of their own in every step', () => {
    expect(failures(right)).toEqual([]);
    expect(droppedComparisons(net, [step(right, 1), step(right, 2)]).map(({ of }) => of)).toEqual([
      ...['zeros of dropout', 'scale of dropout', 'zeros of dropout', 'scale of dropout'],
      ...['masks of gradients', 'scale of gradients', 'draws of dropout'],
    ]);
  });

  test.each<[string, string[], readonly Mask[]]>([
    ['equal masks in every step', ['draws of dropout'], first((i) => right[0](i, 1))],
    ['one mask for all samples', ['draws of dropout'], first((i, at) => right[0](i % 256, at))],
    ['one mask for all rows', ['draws of dropout'], first((i, at) => right[0](i - (i % 256) + (i % 64), at))],
    [
      'one mask for all pixels',
      ['draws of dropout'],
      first((i, at) => right[0](i - (i % 256) + (i % 16), at)),
    ],
    ['a layer that was left out', ['zeros of dropout'], [right[0]]],
    ['two layers in the wrong order', ['zeros of dropout', 'scale of dropout'], right.toReversed()],
    ['a scale that is 1 % off', ['scale of dropout'], first((i, at) => 1.01 * right[0](i, at))],
    ['nothing kept', ['zeros of dropout', 'scale of dropout'], first(() => 0)],
  ])('fail with %s', (_, expected, masks) => {
    expect(failures(masks)).toEqual(expect.arrayContaining(expected));
  });

  test('of the second layer with the draws of the first fail', () => {
    const same: [Mask, Mask] = [drawn(1, 0.3), drawn(1, 0.5)];
    expect(failures(same)).toEqual(['draws of dropout']);
  });

  test('fail if gradients have other masks or another scale', () => {
    expect(
      failures(
        right,
        first((i) => right[0](i, 3)),
      ),
    ).toEqual(['masks of gradients']);
    expect(
      failures(
        right,
        first((i, at) => 1.01 * right[0](i, at)),
      ),
    ).toEqual(['scale of gradients']);
    expect(
      failures(
        right,
        first(() => 1),
      ),
    ).toContain('masks of gradients');
  });

  test('fail if a gradient that is needed never came', () => {
    const none = step(right, 1).map((one) => ({ ...one, backward: { before: [], after: [] } }));
    const found = droppedComparisons(net, [none, step(right, 2)]);
    expect(found.find(({ of }) => of === 'masks of gradients')).toMatchObject({ error: 1, tolerance: 0 });
  });

  test('fail if one is of another size', () => {
    const small = step(right, 1).map((one) => ({ ...one, shape: [16] }));
    expect(droppedComparisons(net, [small, small])).toEqual([
      { of: 'zeros of dropout', error: 1, tolerance: 0 },
    ]);
  });
});

test('a net without dropout has nothing to compare', () => {
  expect(droppedComparisons({ inputShape: [4], layers: [dense(3, 'softmax')] }, [[], []])).toEqual([]);
});

test('each dropout zeroes its share and scales the rest', () => {
  const before = Float32Array.from({ length: 4000 }, (_, i) => (i % 8 === 0 ? 0 : 1 + i / 4000));
  const passes = (rate: number, scale = 1 / (1 - rate)) => {
    const after = before.map((value, i) => ((i * 0.618034) % 1 < rate ? 0 : value * scale));
    const dropped = { type: 'float32', forward: { before, after }, backward: null } as const;
    return summary(zerosComparisons(dropped, 0.3)).passed;
  };
  expect([passes(0.3), passes(0.25), passes(0.3, 1), passes(0), passes(1)]).toEqual([
    ...[true, false, false, false, false],
  ]);
});

test('numbers too small for their type are not compared', () => {
  const before = Float32Array.from({ length: 1000 }, (_, i) => (i % 2 === 0 ? 2 ** -20 : 1));
  const after = before.map((x, i) => (i % 4 === 1 ? 0 : x === 1 ? 2 : 0));
  const dropped = { type: 'float16', forward: { before, after }, backward: null } as const;
  expect(summary(zerosComparisons(dropped, 0.5)).passed).toBe(true);
  expect(summary(zerosComparisons({ ...dropped, type: 'float32' }, 0.5)).passed).toBe(false);
});

test('a step in parts must compute what the whole one does', () => {
  const whole = { loss: 2, norms: [3, 0] };
  const passes = (loss: number, norms: number[]) => summary([partsComparison(whole, { loss, norms })]).passed;
  expect([passes(2, [3, 0]), passes(2.001, [3, 0]), passes(2, [3.01, 0]), passes(2, [3, 1])]).toEqual([
    ...[true, false, false, false],
  ]);
});
