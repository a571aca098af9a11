/** @file Options that fit nothing of what was chosen are refused, each in one line. Pure. */

import { UsageError } from '../../data/contract/usage-error.ts';
import type { Mode } from '../../data/contract/words.ts';
import type { ModelFile } from '../language-model/model.ts';
import type { Workload } from '../workloads/workload.ts';
import { hasLengths } from './cells.ts';
import type { Choice } from './choice.ts';
import { modelsOf } from './language-cells.ts';

/** Throws `UsageError` where an option fits none of the workloads. */
export function refuseIdleOptions(choice: Choice, workloads: readonly Workload[]): void {
  const chosen = workloads.map(({ id }) => id).join(', ');
  const refuse = (option: string, what: string) => {
    throw new UsageError(
      `${option} does not fit: none of the chosen workloads (${chosen}) has ${what}; leave it out`,
    );
  };
  if (choice.batch !== null && workloads.every(({ kind }) => kind === 'matmul' || kind === 'llm'))
    refuse('--batch', 'a batch');
  if (choice.size !== null && workloads.every(({ kind }) => kind !== 'matmul'))
    refuse('--size', 'matrices of a chosen size');
  if (choice.sequenceLength !== null && !workloads.some(hasLengths)) refuse('--sequence-length', 'sequences');
  const languageOptions = { '--model': choice.model, '--gpu-layers': choice.gpuLayers };
  if (workloads.every(({ kind }) => kind !== 'llm'))
    for (const [option, value] of Object.entries(languageOptions))
      if (value !== null) refuse(option, 'a language model');
  const lacking = (mode: Mode) => workloads.every(({ modes }) => !modes.includes(mode));
  if (choice.converge && lacking('converge')) refuse('--converge', 'a target accuracy');
  for (const mode of choice.modes ?? []) if (lacking(mode)) refuse(`--mode ${mode}`, 'that mode');
}

/** A file's dtype is what it is. */
export function refuseOtherDType(
  choice: Choice,
  workloads: readonly Workload[],
  named: ModelFile | null,
): void {
  const { dtype } = choice;
  if (dtype === null || workloads.some(({ kind }) => kind !== 'llm')) return;
  const [model, ...others] = modelsOf(choice, named);
  if (model === undefined || [model, ...others].some((one) => one.dtype === dtype)) return;
  throw new UsageError(
    `--dtype ${dtype} does not fit: the language model is ${model.dtype} (${model.facts.quantization}); leave it out`,
  );
}
