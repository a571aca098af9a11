/** @file The cells that a compiled engine can never compute, known without starting it. */
import type { Cell } from '../../../../data/contract/cell.ts';
import type { FloatDType } from '../../../../data/contract/words.ts';
import { UnsupportedError } from '../../../worker/unsupported.ts';
import { workloads } from '../../../workloads/index.ts';
import { unsupportedMode } from '../../../workloads/unsupported-mode.ts';

/** What decides: a cell of a plan, or a requested one. */
type Asked = Pick<Cell, 'workload' | 'mode' | 'dtype'>;

function reasonOf(
  { workload: id, mode, dtype }: Asked,
  dtypes: readonly FloatDType[],
): [string, string] | null {
  if (id === 'llm') return [id, 'this engine does not run language models'];
  if (!dtypes.some((one) => one === dtype))
    return [
      dtype,
      `this engine computes in ${dtypes.join(' and ')} only; use --dtype ${dtypes.join(' or ')}`,
    ];
  const workload = workloads.find((one) => one.id === id);
  if (!workload) return [id, 'this engine has no such workload'];
  const reason = unsupportedMode(workload, mode);
  return reason === null ? null : [`${id} (${mode})`, reason];
}

/**
 * The reason why a compiled engine can never run the cell, or null.
 * @param dtypes Those that the engine has on some device; a device may lack one.
 */
export function findUnsupported(cell: Asked, dtypes: readonly FloatDType[]): UnsupportedError | null {
  const reason = reasonOf(cell, dtypes);
  return reason === null ? null : new UnsupportedError(...reason);
}

/** The same as one line of text, for the plan. */
export const unsupportedByCompiled =
  (dtypes: readonly FloatDType[]) =>
  (cell: Asked): string | null =>
    findUnsupported(cell, dtypes)?.message ?? null;
