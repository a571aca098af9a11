/** @file The cells that no tfjs engine can compute. */
import type { Cell } from '../../../data/contract/cell.ts';
import { UnsupportedError } from '../../worker/unsupported.ts';
import { workloads } from '../../workloads/index.ts';
import { unsupportedMode } from '../../workloads/unsupported-mode.ts';

/** The reason why tfjs can never run the cell, or null; known without starting it. */
export function findUnsupported(cell: Pick<Cell, 'workload' | 'mode' | 'dtype'>): UnsupportedError | null {
  if (cell.workload === 'llm') {
    return new UnsupportedError('llm', 'TensorFlow.js does not run language models');
  }
  if (cell.dtype !== 'float32') {
    return new UnsupportedError(cell.dtype, 'TensorFlow.js computes in float32 only; use --dtype float32');
  }
  if (cell.workload === 'copy') {
    return new UnsupportedError('copy', 'TensorFlow.js cannot copy into an array that it has');
  }
  const workload = workloads.find(({ id }) => id === cell.workload);
  if (!workload) {
    return new UnsupportedError(cell.workload, 'the TensorFlow.js engines have no such workload');
  }
  const reason = unsupportedMode(workload, cell.mode);
  return reason === null ? null : new UnsupportedError(`${cell.workload} (${cell.mode})`, reason);
}

/** The same as one line of text, for the plan. */
export const unsupportedByTfjs = (cell: Parameters<typeof findUnsupported>[0]): string | null =>
  findUnsupported(cell)?.message ?? null;
