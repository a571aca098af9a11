/** @file The ceiling of a device as its own run measured it: its fastest matrix product in each dtype. */
import type { Cell } from '../../data/contract/cell.ts';
import type { Ok } from '../../data/contract/outcome.ts';
import { remembered } from '../../data/derive/cells/shared.ts';
import type { Peak } from './peak.ts';
import { processorsKept, slowedBy } from './slowed.ts';

interface Measured {
  cell: Cell;
  outcome: Ok;
  /** TFLOP/s if the cell is a product. */
  value: number;
  /** By the direct algorithm; null if the number of operations is unknown. */
  achievedTflops: number | null;
  /** What the device cannot exceed; null if nothing is known about it. */
  peak: Peak | null;
}

/**
 * The least share of a processor's bound that a product by its widest usual units reaches: AVX2 at 3 GHz has a quarter of the bound
 * for AVX-512 at 6.2 GHz. Loops in plain code and 128-bit units stay below it (1 to 8 % on a server of 2022).
 */
const LEAST_OF_BOUND = 1 / 8;

const onDevice = remembered(({ device, dtype }: Cell) => JSON.stringify([device, dtype]));
const onEngine = remembered(({ device, dtype, engine }: Cell) => JSON.stringify([device, dtype, engine]));

/** TFLOP/s of the fastest products of a file; null if there is none, and for the products themselves. */
export interface Ceilings {
  /**
   * Of any engine on the same device in the same dtype, which stands for the peak of a device without a rated one. Null, too, where
   * the run shows that it is none: other work was faster than all products, or a processor stayed far below what its units can do.
   */
  ceilingTflops: number | null;
  /**
   * Of the same engine, which says more about its other work: engines differ by a factor of thirty. What it may have reached had
   * the host not slowed it; infinite if nothing is known about that.
   */
  productTflops: number | null;
}

/** Finds the fastest products that the measurements of a file can be compared with. */
export function measuredCeilings(measurements: readonly Measured[]): (one: Measured) => Ceilings {
  const ofEngine = Map.groupBy(measurements, ({ cell }) => onEngine(cell));
  const unhindered = (one: Measured) =>
    one.value * slowedBy(one) * processorsKept(one, ofEngine.get(onEngine(one.cell))!);
  const ceilings = fastest(measurements, onDevice, ({ value }) => value);
  for (const one of measurements) {
    const key = onDevice(one.cell);
    const ceiling = ceilings.get(key);
    if (ceiling !== undefined && !isPeak(ceiling, one)) ceilings.delete(key);
  }
  const products = fastest(measurements, onEngine, unhindered);
  return ({ cell }) =>
    cell.workload === 'matmul'
      ? { ceilingTflops: null, productTflops: null }
      : {
          ceilingTflops: ceilings.get(onDevice(cell)) ?? null,
          productTflops: products.get(onEngine(cell)) ?? null,
        };
}

/** The fastest product of each key. */
function fastest(
  measurements: readonly Measured[],
  keyOf: (cell: Cell) => string,
  tflopsOf: (product: Measured) => number,
): Map<string, number> {
  const ceilings = new Map<string, number>();
  for (const one of measurements) {
    if (one.cell.workload !== 'matmul') continue;
    const key = keyOf(one.cell);
    ceilings.set(key, Math.max(tflopsOf(one), ceilings.get(key) ?? 0));
  }
  return ceilings;
}

/** Whether the fastest product may be the peak of the device, by one of the results on it. */
const isPeak = (tflops: number, { cell, achievedTflops, peak }: Measured): boolean =>
  (achievedTflops ?? 0) <= tflops &&
  (cell.device.kind !== 'cpu' || peak === null || tflops >= LEAST_OF_BOUND * peak.tflops);
