/** @file What no engine in Python can compute. */

import { workloads } from '../../workloads/index.ts';
import type { Engine } from '../engine.ts';
import type { PythonEngineId } from './environment.ts';

/** Why an engine in Python can never run the cell, or null; known without starting it. */
export function unsupportedByPython(
  id: PythonEngineId,
  { workload, mode }: Parameters<Engine['unsupported']>[0],
): string | null {
  if (id === 'mlx-lm') return workload === 'llm' ? null : 'mlx-lm runs language models only (--workload llm)';
  if (workload === 'llm') return `${id} runs no language models; ask for --engine llama.cpp or mlx-lm`;
  const declared = workloads.find((one) => one.id === workload);
  if (declared === undefined) return `${workload}: ${id} has no such workload`;
  if (declared.modes.includes(mode)) return null;
  return mode === 'converge'
    ? `${workload} (converge): there is no real data set to reach an accuracy on`
    : `${workload} (${mode}): it has ${declared.modes.join(', ')} only`;
}
