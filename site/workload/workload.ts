/** @file The net and the facts that the page of a workload shows, from its declaration and the catalogue. */

import type { Mode } from '../../data/contract/words.ts';
import { forwardMacs } from '../../data/derive/work.ts';
import type { Net } from '../../runner/models/layers.ts';
import { models, workloads } from '../../runner/workloads/index.ts';
import { formatShare } from '../rows/format.ts';
import type { Workload } from '../rows/read.ts';

/** The net of a workload; null if it has none. */
export function netOf(id: string): Net | null {
  const declared = workloads.find((workload) => workload.id === id);
  if (declared?.kind === 'attention') return declared.layer;
  return models.find((model) => model.id === id) ?? null;
}

const grouped = (value: number) => value.toLocaleString('en-GB');

/** Pairs of term and fact; unknown facts are left out. */
export function workloadFacts(workload: Workload): [string, string][] {
  const { modes, dataset, trainingSamples, parameters, optimiser, epochsPerRun, targetAccuracy, source } =
    workload;
  const batch = models.find(({ id }) => id === workload.id)?.batchSize;
  return [
    ...ifKnown(
      'Data',
      dataset && trainingSamples && `${dataset}, ${grouped(trainingSamples)} training samples`,
    ),
    ...ifKnown(
      'Parameters',
      parameters && `${grouped(parameters)}${modes?.includes('generate') ? ' in the generated model' : ''}`,
    ),
    ...ifKnown('Multiply-accumulates', macsWords(workload)),
    ...ifKnown('Optimizer', optimiser),
    ...ifKnown('Batch', batch && `${batch.naive} naive, ${batch.optimized} optimized`),
    ...ifKnown(
      'Training run',
      epochsPerRun && `${grouped(epochsPerRun)} epochs (basis of the cost of a run)`,
    ),
    ...ifKnown(
      'Target',
      targetAccuracy &&
        `${formatShare(targetAccuracy)} accuracy on the evaluation set, where “training to a target” stops`,
    ),
    ...ifKnown('Source', source),
  ];
}

function ifKnown(term: string, text: string | number | null | undefined): [string, string][] {
  return typeof text === 'string' ? [[term, text]] : [];
}

function macsWords({ modes, macs, sequenceLength }: Workload): string | null {
  if (!macs || !modes) return null;
  const at = (mode: Mode) =>
    forwardMacs({ macs, sequenceLength: sequenceLength ?? null }, { mode, size: null, sequenceLength: null });
  const training = modes.includes('train') ? '; training takes 3 times as many' : '';
  const length = sequenceLength ? ` at ${grouped(sequenceLength)} tokens` : '';
  const forward = `${grouped(at('infer') ?? 0)} per sample${length} in the forward pass${training}`;
  if (!modes.includes('op')) return forward;
  return `${forward}; ${grouped(at('op') ?? 0)} in the operation alone`;
}
