/** @file The ceiling of a device as its own run measured it: its fastest matrix product in each dtype. */
import type { Cell } from '../../data/contract/cell.ts';
import { remembered } from '../../data/derive/cells/shared.ts';

interface Measured {
  cell: Cell;
  /** TFLOP/s if the cell is a product. */
  value: number;
}

const onDevice = remembered(({ device, dtype }: Cell) => JSON.stringify([device, dtype]));
const onEngine = remembered(({ device, dtype, engine }: Cell) => JSON.stringify([device, dtype, engine]));

/** TFLOP/s of the fastest products of a file; null if there is none, and for the products themselves. */
export interface Ceilings {
  /** Of any engine on the same device in the same dtype. */
  ceilingTflops: number | null;
  /** Of the same engine, which says more about its other work: engines differ by a factor of thirty. */
  productTflops: number | null;
}

/** Finds the fastest products that the measurements of a file can be compared with. */
export function measuredCeilings(measurements: readonly Measured[]): (one: Measured) => Ceilings {
  const fastest = (keyOf: (cell: Cell) => string) => {
    const ceilings = new Map<string, number>();
    for (const one of measurements) {
      if (one.cell.workload !== 'matmul') continue;
      const key = keyOf(one.cell);
      ceilings.set(key, Math.max(one.value, ceilings.get(key) ?? 0));
    }
    return (one: Measured) =>
      one.cell.workload === 'matmul' ? null : (ceilings.get(keyOf(one.cell)) ?? null);
  };
  const [ceilingOf, productOf] = [fastest(onDevice), fastest(onEngine)];
  return (one) => ({ ceilingTflops: ceilingOf(one), productTflops: productOf(one) });
}
