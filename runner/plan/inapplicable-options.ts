/** @file Refuses options that apply to none of the chosen workloads. Pure. */

import { UsageError } from '../../data/contract/usage-error.ts';
import type { Mode } from '../../data/contract/words.ts';
import type { ModelFile } from '../language-model/model.ts';
import type { Workload } from '../workloads/workload.ts';
import { hasLengths } from './cells.ts';
import type { Choice } from './choice.ts';
import { modelsOf } from './language-cells.ts';

/** An option, whether it was given, and the workloads that it applies to. */
interface Option {
  name: string;
  given: boolean;
  appliesTo: (workload: Workload) => boolean;
  /** Completes the message "none of the chosen workloads has ...". */
  what: string;
}

const isLanguageModel = ({ kind }: Workload): boolean => kind === 'llm';
const hasMode =
  (mode: Mode) =>
  ({ modes }: Workload): boolean =>
    modes.includes(mode);

const optionsOf = (choice: Choice): Option[] => [
  {
    name: '--batch',
    given: choice.batch !== null,
    appliesTo: ({ kind }) => kind === 'model' || kind === 'attention',
    what: 'a batch',
  },
  {
    name: '--size',
    given: choice.size !== null,
    appliesTo: ({ kind }) => kind === 'matmul' || kind === 'copy',
    what: 'matrices of a chosen size',
  },
  {
    name: '--sequence-length',
    given: choice.sequenceLength !== null,
    appliesTo: hasLengths,
    what: 'sequences',
  },
  { name: '--model', given: choice.model !== null, appliesTo: isLanguageModel, what: 'a language model' },
  {
    name: '--gpu-layers',
    given: choice.gpuLayers !== null,
    appliesTo: isLanguageModel,
    what: 'a language model',
  },
  { name: '--converge', given: choice.converge, appliesTo: hasMode('converge'), what: 'a target accuracy' },
  ...(choice.modes ?? []).map((mode) => ({
    name: `--mode ${mode}`,
    given: true,
    appliesTo: hasMode(mode),
    what: 'that mode',
  })),
];

/** @throws UsageError if an option applies to none of the workloads. */
export function refuseInapplicableOptions(choice: Choice, workloads: readonly Workload[]): void {
  const option = optionsOf(choice).find(({ given, appliesTo }) => given && !workloads.some(appliesTo));
  if (option === undefined) return;
  const chosen = workloads.map(({ id }) => id).join(', ');
  throw new UsageError(
    `${option.name} does not apply: none of the chosen workloads (${chosen}) has ${option.what}; leave it out`,
  );
}

/** @throws UsageError if only language models are measured and none of them has the given dtype, which the file fixes. */
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
    `--dtype ${dtype} does not apply: the language model is ${model.dtype} (${model.facts.quantization}); leave it out`,
  );
}
