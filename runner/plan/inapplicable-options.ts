/** @file Refuses options that fit none of the chosen workloads, or not each other, before anything is probed. Pure. */

import { UsageError } from '../../data/contract/usage-error.ts';
import type { Mode } from '../../data/contract/words.ts';
import type { ModelFile } from '../language-model/model.ts';
import type { Computes, Engine } from '../protocol/engine.ts';
import type { Workload } from '../workloads/workload.ts';
import { hasLengths } from './cells.ts';
import type { Choice } from './choice.ts';
import { possibleKinds } from './choose-devices.ts';
import { modelsOf } from './language-cells.ts';
import { chooseWorkloads } from './presets.ts';
import { computesFor } from './targets.ts';

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

const computed: Readonly<Record<Computes, string>> = {
  nets: 'a net or an operation',
  'language-models': 'a language model',
};

const optionsOf = (choice: Choice, engines: readonly Engine[]): Option[] => [
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
  ...engines.map(({ id, computes }) => ({
    name: `--engine ${id}`,
    given: true,
    appliesTo: (workload: Workload) => computesFor(workload) === computes,
    what: computed[computes],
  })),
];

/** @throws UsageError if an option applies to none of the chosen workloads, or an engine to none of the chosen devices */
export function refuseInapplicableOptions(
  choice: Choice,
  known: { workloads: readonly Workload[]; engines: readonly Engine[] },
): void {
  const workloads = chooseWorkloads(known.workloads, choice);
  const engines = known.engines.filter(({ id }) => choice.engines?.includes(id));
  const option = optionsOf(choice, engines).find(
    ({ given, appliesTo }) => given && !workloads.some(appliesTo),
  );
  if (option !== undefined) {
    const chosen = workloads.map(({ id }) => id).join(', ');
    throw new UsageError(
      `${option.name} does not apply: none of the chosen workloads (${chosen}) has ${option.what}; leave it out`,
    );
  }
  const kinds = possibleKinds(choice);
  const elsewhere = engines.find(({ deviceKinds }) => !deviceKinds.some((kind) => kinds.includes(kind)));
  if (elsewhere === undefined) return;
  const { id, deviceKinds } = elsewhere;
  throw new UsageError(
    `--engine ${id} and --device ${choice.device} contradict each other: ${id} computes on the ${deviceKinds.join(' and ')} only; leave out one of them`,
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
