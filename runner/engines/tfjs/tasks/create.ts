/** @file Chooses the task of a cell by workload and mode. */
import type { RunRequest } from '../../../protocol/messages.ts';
import { batchOf, netOf, required } from '../../../worker/sizes.ts';
import { type CheckedTask, optionsOf } from '../../../worker/task.ts';
import { workloads } from '../../../workloads/index.ts';
import type { AttentionWorkload } from '../../../workloads/workload.ts';
import type { TfjsBackend } from '../backend/backend.ts';
import { Attention } from './attention.ts';
import { Inference } from './inference.ts';
import { MatMul } from './matmul.ts';
import { Training } from './training.ts';

function createAttention(backend: TfjsBackend, workload: AttentionWorkload, request: RunRequest) {
  const layer = netOf(workload.layer, request);
  const batchSize = batchOf(request);
  if (request.cell.mode === 'infer') return new Inference(backend, optionsOf(request), layer, batchSize);
  const [length, units] = layer.inputShape as [number, number];
  const { heads } = workload;
  return new Attention(backend, optionsOf(request), { batchSize, length, heads, width: units / heads });
}

/** Creates the task of a cell. The mode must be one of the workload's and not `converge`. */
export function createTask(backend: TfjsBackend, request: RunRequest): CheckedTask {
  const { cell } = request;
  const workload = workloads.find(({ id }) => id === cell.workload);
  switch (workload?.kind) {
    case undefined:
    case 'copy':
    case 'llm':
      throw new Error(`cell.workload: tfjs has no ${cell.workload}`);
    case 'matmul':
      return new MatMul(backend, optionsOf(request), required(cell.size, 'size', 'rows of a matrix'));
    case 'attention':
      return createAttention(backend, workload, request);
    case 'model': {
      const Task = cell.mode === 'train' ? Training : Inference;
      return new Task(backend, optionsOf(request), netOf(workload.model, request), batchOf(request));
    }
  }
}
