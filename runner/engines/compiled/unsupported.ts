/** @file The cells that no compiled engine can compute. */
import type { Cell } from '../../../data/contract/cell.ts';
import { UnsupportedError } from '../../worker/unsupported.ts';
import { workloads } from '../../workloads/index.ts';
import { unsupportedMode } from '../../workloads/unsupported-mode.ts';

function reasonOf({
  workload: id,
  mode,
  dtype,
}: Pick<Cell, 'workload' | 'mode' | 'dtype'>): [string, string] | null {
  if (id === 'llm') return [id, 'this engine does not run language models; use --engine llama.cpp'];
  if (dtype === 'bfloat16') return [dtype, 'WebGPU has no bfloat16; use --dtype float32 or float16'];
  const workload = workloads.find((one) => one.id === id);
  if (!workload) return [id, 'this engine has no such workload'];
  const reason = unsupportedMode(workload, mode);
  return reason === null ? null : [`${id} (${mode})`, reason];
}

/** The reason why the compiled engines can never run the cell, or null; known without starting them. */
export function findUnsupported(cell: Pick<Cell, 'workload' | 'mode' | 'dtype'>): UnsupportedError | null {
  const reason = reasonOf(cell);
  return reason === null ? null : new UnsupportedError(...reason);
}

/** The same as one line of text, for the plan. */
export const unsupportedByCompiled = (cell: Parameters<typeof findUnsupported>[0]): string | null =>
  findUnsupported(cell)?.message ?? null;
