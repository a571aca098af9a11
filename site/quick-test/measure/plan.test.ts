import { describe, expect, it } from 'vitest';
import type { Cell, Device } from '../../../data/contract/cell.ts';
import { cellsOf, type PartId, parts } from './parts.ts';
import { expectedMs, isPhone, leaveOut, type Measured, timingFor } from './plan.ts';

const device: Device = { kind: 'gpu', api: 'unknown', name: 'nvidia ampere', software: false };
const laptop = { phone: false, half: true };
const phone = { phone: true, half: true };
const budgetMs = 30_000;

/** The cell of a part with this size, batch or length. */
function cell(id: PartId, n: number, of = device): Cell {
  const part = parts.find((one) => one.id === id)!;
  return cellsOf(part, of).find((one) => [one.size, one.batchSize, one.sequenceLength].includes(n))!;
}

const product = (size: number, passMs: number, overheadMs = 500): Measured => ({
  cell: cell('product', size),
  passMs,
  overheadMs,
});

const at = (elapsedMs: number) => ({ elapsedMs, budgetMs });

/** 2 x 2048^3 operations in 10 ms: 1.7 TFLOP/s. */
const fast = [product(2048, 10)];

describe('leaveOut', () => {
  it('always measures the first product', () => {
    expect(leaveOut(cell('product', 256), [], laptop, { elapsedMs: 0, budgetMs: 1000 })).toBeNull();
  });

  it('measures larger products while they fit into their share of the budget', () => {
    const larger = cell('product', 4096);
    expect(leaveOut(larger, fast, laptop, at(8000))).toBeNull();
    expect(leaveOut(larger, fast, laptop, at(11_000))).toMatchObject({ status: 'skipped', limit: 'time' });
  });

  it('leaves the rest of the budget to the other parts', () => {
    for (const one of [cell('half-product', 2048), cell('attention', 1024), cell('small-net', 256)])
      expect(leaveOut(one, fast, laptop, at(20_000))).toBeNull();
  });

  it('never starts a product that could trigger the watchdog of the graphics driver', () => {
    const slow = leaveOut(cell('product', 1024), [product(512, 70)], laptop, at(1000));
    expect(slow).toEqual({
      status: 'skipped',
      reason: 'one product would take more than half a second',
      limit: 'time',
      needed: 560e6,
    });
  });

  it('starts a longer product on a CPU, which no driver resets', () => {
    const cpu: Device = { kind: 'cpu', api: 'none', name: 'x', software: false };
    const measured = [{ ...product(512, 70), cell: cell('product', 512, cpu) }];
    expect(leaveOut(cell('product', 1024, cpu), measured, laptop, at(1000))).toBeNull();
  });

  it('expects training to reach a quarter of the best rate', () => {
    // 256 samples x 6 x 332 M = 0.51 TFLOP at 0.43 TFLOP/s are 1.2 s a step, 13 s for 11 steps, and 2.5 s before.
    expect(leaveOut(cell('large-net', 256), fast, laptop, at(14_000))).toBeNull();
    expect(leaveOut(cell('large-net', 256), fast, laptop, at(16_000))).toMatchObject({ limit: 'time' });
    expect(leaveOut(cell('large-net', 64), fast, laptop, at(19_000))).toBeNull();
    const emulated = [product(256, 2)];
    expect(leaveOut(cell('large-net', 64), emulated, laptop, at(0))).toMatchObject({ limit: 'time' });
  });

  it('measures float16 only where the adapter has it', () => {
    expect(leaveOut(cell('half-product', 256), fast, { ...laptop, half: false }, at(0))).toMatchObject({
      status: 'unsupported',
    });
  });

  it('spares phones the cells that take too much memory, and says how much', () => {
    expect(leaveOut(cell('product', 2048), fast, phone, at(0))).toBeNull();
    expect(leaveOut(cell('product', 4096), fast, phone, at(0))).toMatchObject({
      limit: 'memory',
      needed: 7 * 4 * 4096 ** 2,
    });
    expect(leaveOut(cell('small-net', 256), fast, phone, at(0))).toBeNull();
    expect(leaveOut(cell('large-net', 64), fast, phone, at(0))).toMatchObject({
      limit: 'memory',
      needed: 16 * 34_006_948,
    });
  });
});

describe('expectedMs', () => {
  const overheadMs = (size: number, measured: Measured[]) =>
    expectedMs(cell('product', size), measured, 0) - 7 * measured.at(-1)!.passMs * (size / 512) ** 3;

  it('takes the overhead of a product from the inputs alone, until two show how much of it is constant', () => {
    expect(overheadMs(1024, [product(512, 1, 400)])).toBeCloseTo(1600);
    // 300 ms, and 100 ms for each 512 x 512 elements.
    expect(overheadMs(1024, [product(256, 1, 325), product(512, 1, 400)])).toBeCloseTo(700);
    expect(overheadMs(1024, [product(256, 1, 500), product(512, 1, 400)])).toBeCloseTo(400);
  });
});

describe('timingFor', () => {
  it('gives every cell a share of the budget for warm-up and measuring', () => {
    const timing = timingFor(budgetMs);
    expect(timing.minWarmUpMs + timing.minMeasureMs).toBe(0.05 * budgetMs);
    expect(timing.maxMeasureMs).toBeGreaterThan(timing.minMeasureMs);
  });
});

describe('isPhone', () => {
  it.each([
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605.1.15', 0, false],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605.1.15', 5, true],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X)', 5, true],
    ['Mozilla/5.0 (Linux; Android 10; K) Mobile Safari/537.36', 5, true],
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64)', 10, false],
  ])('%s with %i touch points: %s', (userAgent, touchPoints, phone) => {
    expect(isPhone(userAgent, touchPoints)).toBe(phone);
  });
});
