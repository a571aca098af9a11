/** @file The ceiling of a device as its own run measured it: its fastest matrix product in each dtype. */
import type { Cell } from '../../data/contract/cell.ts';
import type { Ok } from '../../data/contract/outcome.ts';
import { remembered } from '../../data/derive/cells/shared.ts';
import { processorsKept, slowedBy } from './slowed.ts';

interface Measured {
  cell: Cell;
  outcome: Ok;
  /** TFLOP/s if the cell is a product. */
  value: number;
}

const onDevice = remembered(({ device, dtype }: Cell) => JSON.stringify([device, dtype]));
const onEngine = remembered(({ device, dtype, engine }: Cell) => JSON.stringify([device, dtype, engine]));

/** TFLOP/s of the fastest products of a file; null if there is none, and for the products themselves. */
export interface Ceilings {
  /** Of any engine on the same device in the same dtype. */
  ceilingTflops: number | null;
  /**
   * Of the same engine, which says more about its other work: engines differ by a factor of thirty. What it may have reached had
   * the host not slowed it; infinite if nothing is known about that.
   */
  productTflops: number | null;
}

/** Finds the fastest products that the measurements of a file can be compared with. */
export function measuredCeilings(measurements: readonly Measured[]): (one: Measured) => Ceilings {
  const fastest = (keyOf: (cell: Cell) => string, tflopsOf: (product: Measured) => number) => {
    const ceilings = new Map<string, number>();
    for (const one of measurements) {
      if (one.cell.workload !== 'matmul') continue;
      const key = keyOf(one.cell);
      ceilings.set(key, Math.max(tflopsOf(one), ceilings.get(key) ?? 0));
    }
    return (one: Measured) =>
      one.cell.workload === 'matmul' ? null : (ceilings.get(keyOf(one.cell)) ?? null);
  };
  const ofEngine = Map.groupBy(measurements, ({ cell }) => onEngine(cell));
  const unhindered = (one: Measured) =>
    one.value * slowedBy(one) * processorsKept(one, ofEngine.get(onEngine(one.cell))!);
  const [ceilingOf, productOf] = [fastest(onDevice, ({ value }) => value), fastest(onEngine, unhindered)];
  return (one) => ({ ceilingTflops: ceilingOf(one), productTflops: productOf(one) });
}
