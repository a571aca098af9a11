/** @file The cells that no engine in Python can compute. */

import type { Engine } from '../../protocol/engine.ts';
import { workloads } from '../../workloads/index.ts';
import { unsupportedMode } from '../../workloads/unsupported-mode.ts';

/** What decides it, of what an engine declares. */
interface Declared extends Pick<Engine, 'id' | 'computes' | 'naiveDType'> {
  /** Whether its worker has a copier; omitted if not. */
  copies?: boolean;
}

/** Why an engine in Python can never run the cell, or null; decided without starting the engine. */
export function unsupportedByPython(
  { id, computes, naiveDType, copies = false }: Declared,
  { workload, mode, dtype, device }: Parameters<Engine['unsupported']>[0],
): string | null {
  if (computes === 'language-models') {
    return workload === 'llm' ? null : `${id} runs language models only (--workload llm)`;
  }
  if (workload === 'llm') return `llm is not supported: ${id} does not run language models`;
  if (dtype === 'tf32') {
    if (naiveDType === undefined) return `tf32 is not supported: ${id} has none`;
    if (device.api !== 'cuda') return 'tf32 needs an NVIDIA GPU from Ampere on (2020), through CUDA';
  }
  if (workload === 'copy' && !copies)
    return `copy is not supported: ${id} cannot copy into an array that it has`;
  const declared = workloads.find((one) => one.id === workload);
  if (declared === undefined) return `${workload}: ${id} has no such workload`;
  const lacking = unsupportedMode(declared, mode);
  return lacking === null ? null : `${workload} (${mode}): ${lacking}`;
}
