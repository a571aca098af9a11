/** @file Chooses the task of a cell by its workload and its mode. */
import { atLength, type Net } from '../../../models/layers.ts';
import type { RunRequest } from '../../../protocol/messages.ts';
import type { CheckedTask } from '../../../worker/task.ts';
import { workloads } from '../../../workloads/index.ts';
import type { AttentionWorkload } from '../../../workloads/workload.ts';
import type { TfjsBackend } from '../backend/backend.ts';
import { createAttention } from './attention.ts';
import { createInference } from './inference.ts';
import { createMatMul } from './matmul.ts';
import { createTraining } from './training.ts';

/** @throws Error where the cell lacks a size that its workload needs */
function required(size: number | null, field: string, what: string): number {
  if (size === null) throw new Error(`cell.${field}: missing; set it to ${what}`);
  return size;
}

/** The net at the length of the cell. */
function netOf<Sequences extends Net>(net: Sequences, { cell }: RunRequest): Sequences {
  const { kind } = net.input;
  if (kind === 'image') return net;
  return atLength(net, required(cell.sequenceLength, 'sequenceLength', `the ${kind} of a sequence`));
}

const batchOf = ({ cell }: RunRequest): number => required(cell.batchSize, 'batchSize', 'samples a step');

function createAttentionTask(
  backend: TfjsBackend,
  workload: AttentionWorkload,
  request: RunRequest,
): CheckedTask {
  const { cell, seed, timing } = request;
  const layer = netOf(workload.layer, request);
  const batchSize = batchOf(request);
  if (cell.mode === 'infer') return createInference(backend, layer, cell.recipe, batchSize, seed);
  const [length, units] = layer.inputShape as [number, number];
  const { heads } = workload;
  const sizes = { batchSize, length, heads, width: units / heads };
  return createAttention(backend, sizes, cell.recipe, timing.exactSamples !== null, seed);
}

/** Builds what the cell measures. Its mode must be one of the workload's, and not `converge`. */
export function createTask(backend: TfjsBackend, request: RunRequest): CheckedTask {
  const { cell, timing, seed } = request;
  const workload = workloads.find(({ id }) => id === cell.workload);
  switch (workload?.kind) {
    case undefined:
    case 'llm':
      throw new Error(`cell.workload: tfjs has no ${cell.workload}`);
    case 'matmul': {
      const size = required(cell.size, 'size', 'rows of a matrix');
      return createMatMul(backend, size, cell.recipe, timing.exactSamples !== null, seed);
    }
    case 'attention':
      return createAttentionTask(backend, workload, request);
    case 'model': {
      const create = cell.mode === 'train' ? createTraining : createInference;
      return create(backend, netOf(workload.model, request), cell.recipe, batchOf(request), seed);
    }
  }
}
