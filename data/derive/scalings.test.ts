import { describe, expect, it } from 'vitest';
import { type LengthValue, scalingsOf } from './scalings.ts';

const cell = {
  workload: 'attention',
  mode: 'op',
  engine: 'tfjs-wasm',
  device: { kind: 'cpu', api: 'none', name: 'x', software: false },
  recipe: 'optimized',
  dtype: 'float32',
} as const;
const at = (
  sequenceLength: number,
  secondsPerSequence: number | null,
  change: Partial<LengthValue['cell']> = {},
): LengthValue => ({
  cell: { ...cell, sequenceLength, batchSize: 8192 / sequenceLength, ...change },
  secondsPerSequence,
  scope: 'one machine',
});
const quadratic = [512, 128, 256].map((length) => at(length, length ** 2 * 1e-9));

describe('scalingsOf', () => {
  it('fits the exponent of a power law through the lengths in order', () => {
    const [line, ...others] = scalingsOf(quadratic);
    expect(others).toEqual([]);
    expect(line).toMatchObject({ tokensPerBatch: 8192 });
    expect([line!.slope, line!.r2]).toEqual([expect.closeTo(2, 9), expect.closeTo(1, 9)]);
    expect(line!.points.map(({ sequenceLength }) => sequenceLength)).toEqual([128, 256, 512]);
    expect(line!.points[0]!.of).toBe(quadratic[1]);
  });

  it.each([
    ['two lengths', quadratic.slice(1)],
    ['another batch for one length', [...quadratic.slice(1), at(512, 1, { batchSize: 32 })]],
    ['another recipe', [...quadratic.slice(1), at(512, 1, { recipe: 'naive' })]],
    ['another device', [...quadratic.slice(1), at(512, 1, { device: { ...cell.device, name: 'y' } })]],
    ['another machine', [...quadratic.slice(1), { ...at(512, 1), scope: 'another' }]],
    ['a length without a time', [...quadratic.slice(1), at(512, null)]],
    ['equal batches', [128, 256, 512].map((length) => at(length, length, { batchSize: 32 }))],
  ])('fits no line through %s', (_, values) => {
    expect(scalingsOf(values)).toEqual([]);
  });
});
