/** @file Runs a case of one operation with its kernels on the test machine's device. */
import { type Case, readValues } from '../../compiled/testing/cases/case.ts';
import type { OpenDevice } from '../device/device.ts';
import type { Variant } from '../kernels/kernel.ts';
import { runKernels } from './run-kernels.ts';

/** What the kernels of a variant compute for a case, by id of the value. */
export async function runCase(
  opened: OpenDevice,
  oneCase: Case,
  { kernels }: Variant,
): Promise<Map<number, Float32Array>> {
  const data = new Map(readValues(oneCase).map((value) => [value, oneCase.data.get(value.id)!]));
  const found = await runKernels(opened, kernels, data, oneCase.scalars);
  return new Map([...found].map(([{ id }, array]) => [id, array]));
}
