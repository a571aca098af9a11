/** @file The ceiling of a device as its own run measured it: its fastest matrix product in each dtype. */
import type { Measurement } from './measurement.ts';

type Measured = Pick<Measurement, 'cell' | 'metric' | 'value'>;

const keyOf = ({ cell: { device, dtype } }: Measured): string => JSON.stringify([device, dtype]);

/**
 * TFLOP/s of the fastest product of the same device and dtype among the measurements of a file; null if there is none, and for
 * the products themselves.
 */
export function measuredCeilings(measurements: readonly Measured[]): (one: Measured) => number | null {
  const ceilings = new Map<string, number>();
  for (const one of measurements) {
    if (one.cell.workload !== 'matmul') continue;
    ceilings.set(keyOf(one), Math.max(one.value, ceilings.get(keyOf(one)) ?? 0));
  }
  return (one) => (one.cell.workload === 'matmul' ? null : (ceilings.get(keyOf(one)) ?? null));
}
