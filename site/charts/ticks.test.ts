import { describe, expect, it } from 'vitest';
import { formatNumber } from '../rows/format.ts';
import { formatSeconds } from '../rows/scaling.ts';
import { type Axis, axisOver, placeOn } from './axis.ts';
import { AXIS_PX, gridTicks } from './grid.ts';
import { labelPx, OVERHANG_PX, ticksOf } from './ticks.ts';

const log = (domain: readonly [number, number]): Axis => ({ scale: 'log', domain, reversed: false });
const linear = (high: number): Axis => ({ scale: 'linear', domain: [0, high], reversed: false });

describe('ticks of a log axis', () => {
  it.each([
    [[0.9, 130], 400, [1, 3, 10, 30, 100]],
    [[0.9, 3.3], 400, [1, 2]],
    [[0.5, 8], 330, [0.5, 1, 2, 5]],
    [[5.5, 18], 340, [6, 8, 10, 15]],
    [[0.2, 400], 340, [0.3, 1, 3, 10, 30, 100, 300]],
    [[0.001, 1000], 340, [0.01, 0.1, 1, 10, 100]],
    [[1e-6, 1e6], 340, [1e-4, 0.1, 100, 1e5]],
  ] as const)('over %j at %d px are %j', (domain, lengthPx, ticks) => {
    expect(ticksOf(log(domain), { lengthPx, text: formatNumber })).toEqual(ticks);
  });

  it('are fewer where their labels are long', () => {
    const room = { lengthPx: 340, text: formatNumber };
    expect(ticksOf(log([20, 400]), room)).toEqual([20, 50, 100, 200]);
    expect(ticksOf(log([20_000, 400_000]), room)).toEqual([50_000, 100_000, 200_000]);
    expect(ticksOf(log([20_000, 400_000]), { ...room, lengthPx: 232 })).toEqual([50_000, 200_000]);
  });
});

describe('ticks of a linear axis', () => {
  it.each([
    [104, 340, [0, 20, 40, 60, 80, 100]],
    [0.93, 340, [0, 0.2, 0.4, 0.6, 0.8]],
    [880, 340, [0, 200, 400, 600, 800]],
    [3, 120, [0, 2]],
    [310_000, 340, [0, 100_000, 200_000, 300_000]],
    [310_000, 120, [0, 200_000]],
  ])('up to %d at %d px are %j', (high, lengthPx, ticks) => {
    expect(ticksOf(linear(high), { lengthPx, text: formatNumber })).toEqual(ticks);
  });
});

/** Seconds of small nets, samples per second of large GPUs, prices, shares, memory: what is on an axis of the site. */
const RANGES = [1e-7, 3e-5, 0.0042, 0.3, 1, 7, 95, 2600, 48_000, 310_000, 9.9e6].flatMap((low) =>
  [1, 1.15, 1.9, 4, 25, 1300, 2e6].map((times) => [low, low * times] as const),
);

const TEXTS = {
  number: formatNumber,
  ratio: (tick: number) => `${formatNumber(tick)}x`,
  seconds: formatSeconds,
};

describe.each(Object.entries(TEXTS))('labels of a %s', (_, text) => {
  it.each(['log', 'linear'] as const)(
    'never touch each other on a %s axis, of any length and range',
    (scale) => {
      for (const range of RANGES) {
        for (const higherIsBetter of [true, false]) {
          const axis = axisOver(range, scale, higherIsBetter);
          const drawn = gridTicks(axis, text);
          for (const [length, lengthPx] of Object.entries(AXIS_PX)) {
            const labels = drawn
              .filter(({ on }) => on.some((one) => one === length))
              .map(({ at, text: words }) => ({ words, middle: at * lengthPx, half: labelPx(words) / 2 }))
              .toSorted((a, b) => a.middle - b.middle);
            const where = `${range.join(' to ')} at ${lengthPx} px`;
            expect(labels.length, where).toBeGreaterThan(0);
            for (const [index, label] of labels.entries()) {
              const before = labels[index - 1];
              if (before)
                expect(label.middle - label.half, where).toBeGreaterThan(before.middle + before.half);
              expect(label.middle - label.half, where).toBeGreaterThanOrEqual(-OVERHANG_PX - 1e-9);
              expect(label.middle + label.half, where).toBeLessThanOrEqual(lengthPx + OVERHANG_PX + 1e-9);
            }
          }
        }
      }
    },
  );
});

it('have a place each, and say at which lengths they are drawn', () => {
  const axis = axisOver([0.25, 350], 'log', true);
  const ticks = gridTicks(axis, formatNumber);
  expect(ticks.map(({ text, on }) => `${text}: ${on.join(' ')}`)).toEqual([
    '0.3: long',
    '1: short usual long',
    '3: long',
    '10: usual long',
    '30: long',
    '100: short usual long',
    '300: long',
  ]);
  expect(ticks.map(({ at }) => at)).toEqual([0.3, 1, 3, 10, 30, 100, 300].map((tick) => placeOn(axis, tick)));
});
