/** @file What a workload's page says of it: its net, and facts from the catalogue and from the declaration. */

import type { Mode } from '../../data/contract/words.ts';
import { forwardMacs } from '../../data/derive/work.ts';
import { models } from '../../runner/models/index.ts';
import type { Net } from '../../runner/models/layers.ts';
import { workloads } from '../../runner/workloads/index.ts';
import { formatShare } from '../rows/format.ts';
import type { Workload } from '../rows/read.ts';

/** The net of a workload; null where it has none. */
export function netOf(id: string): Net | null {
  const declared = workloads.find((workload) => workload.id === id);
  if (declared?.kind === 'attention') return declared.layer;
  return models.find((model) => model.id === id) ?? null;
}

const grouped = (value: number) => value.toLocaleString('en-GB');

/** Terms and facts, those that are known. */
export function workloadFacts(workload: Workload): [string, string][] {
  const { modes, dataset, trainingSamples, parameters, optimiser, epochsPerRun, targetAccuracy, source } =
    workload;
  const batch = models.find(({ id }) => id === workload.id)?.batchSize;
  return [
    ...told('Data', dataset && trainingSamples && `${dataset}, ${grouped(trainingSamples)} training samples`),
    ...told(
      'Parameters',
      parameters &&
        `${grouped(parameters)}${modes?.includes('generate') ? ' in the model that the runner makes' : ''}`,
    ),
    ...told('Multiply-accumulates', macsWords(workload)),
    ...told('Optimiser', optimiser),
    ...told('Batch', batch && `${batch.naive} naive, ${batch.optimized} optimized`),
    ...told(
      'A training run',
      epochsPerRun && `${grouped(epochsPerRun)} epochs: what the cost of a run is for`,
    ),
    ...told(
      'Target',
      targetAccuracy && `${formatShare(targetAccuracy)} of the evaluation set, where “train to target” stops`,
    ),
    ...told('Figures from', source),
  ];
}

function told(term: string, text: string | number | null | undefined): [string, string][] {
  return typeof text === 'string' ? [[term, text]] : [];
}

function macsWords({ modes, macs, sequenceLength }: Workload): string | null {
  if (!macs || !modes) return null;
  const at = (mode: Mode) =>
    forwardMacs({ macs, sequenceLength: sequenceLength ?? null }, { mode, size: null, sequenceLength: null });
  const words = modes.includes('train') ? '; training takes 3 times as many' : '';
  const length = sequenceLength ? ` at ${grouped(sequenceLength)} tokens` : '';
  const forward = `${grouped(at('infer') ?? 0)} a sample${length}, forward${words}`;
  if (!modes.includes('op')) return forward;
  return `${forward}; ${grouped(at('op') ?? 0)} in the operation alone`;
}
