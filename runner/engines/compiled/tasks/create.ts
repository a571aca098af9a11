/** @file Builds the task of a cell by workload and mode. */
import type { FloatDType } from '../../../../data/contract/words.ts';
import { atLength, type Model, type Net } from '../../../models/layers.ts';
import type { FindReference, Reference } from '../../../models/references.ts';
import { repeats } from '../../../worker/fill.ts';
import { batchOf, netOf, required } from '../../../worker/sizes.ts';
import { type CheckedTask, optionsOf } from '../../../worker/task.ts';
import { UnsupportedError } from '../../../worker/unsupported.ts';
import type { AttentionWorkload, Workload } from '../../../workloads/workload.ts';
import { attentionGraph, copyGraph, inferenceGraph, productGraph, trainingGraph } from '../compile.ts';
import { buildProgram } from '../program.ts';
import { Attention } from './attention.ts';
import { buildNet, type Order } from './build.ts';
import { Copy } from './copy.ts';
import { Inference } from './inference.ts';
import { MatMul } from './matmul.ts';
import { buildOwn } from './trained.ts';
import { Training } from './training.ts';

/** The reference of a net for checking its forward passes. */
function requireReference({ id }: Net, dtype: FloatDType, findReference: FindReference): Reference {
  const reference = findReference(id, dtype);
  if (reference && reference.outputs.length > 0) return reference;
  throw new Error(
    `${id}: there are no reference outputs to check a forward pass against; add them to runner/models`,
  );
}

async function createInference(order: Order, net: Net): Promise<Inference> {
  const { request, options, findReference } = order;
  const reference = requireReference(net, options.type, findReference);
  const measured = await buildNet(order, inferenceGraph, net, batchOf(request));
  const { outputs, sequenceLength: length } = reference;
  const own = () => buildNet(order, inferenceGraph, atLength(net, length!), outputs.length);
  return new Inference(measured, optionsOf(request), reference, repeats(net, length) ? null : own);
}

async function createTraining(order: Order, model: Model): Promise<Training> {
  const { request, options, findReference } = order;
  const reference = findReference(model.id, options.type);
  const measured = await buildNet(order, trainingGraph, model, batchOf(request));
  return new Training(measured, optionsOf(request), reference, buildOwn(order, model));
}

async function createAttention(order: Order, { heads, layer }: AttentionWorkload): Promise<CheckedTask> {
  const { backend, request, options } = order;
  const net = netOf(layer, request);
  if (request.cell.mode === 'infer') return createInference(order, net);
  const batchSize = batchOf(request);
  const [length, units] = net.inputShape as [number, number];
  const shape = { batch: batchSize * heads, length, heads: 1, width: units / heads };
  const subject = { name: `attention at batch ${batchSize}`, option: '--batch or --sequence-length' };
  const program = await buildProgram(backend, attentionGraph(shape, options), options.recipe, subject);
  const operands = { count: shape.batch, length, width: shape.width };
  return new Attention(program, optionsOf(request), operands, batchSize, options.type);
}

/**
 * The task of a cell, whose mode must be one of the workload's and not `converge`.
 * @param workload The workload of the cell.
 */
export async function createTask(workload: Workload, order: Order): Promise<CheckedTask> {
  const { backend, request, options } = order;
  const { recipe, mode, size } = request.cell;
  switch (workload.kind) {
    case 'llm':
      throw new UnsupportedError(workload.id, 'this engine does not run language models');
    case 'matmul': {
      const rows = required(size, 'size', 'rows of a matrix');
      const subject = { name: `a product of size ${rows}`, option: '--size' };
      const program = await buildProgram(backend, productGraph(rows, options), recipe, subject);
      return new MatMul(program, optionsOf(request), rows, options.type);
    }
    case 'copy': {
      const rows = required(size, 'size', 'rows of a matrix');
      const subject = { name: `a copy of size ${rows}`, option: '--size' };
      const program = await buildProgram(backend, copyGraph(rows, options), recipe, subject);
      return new Copy(program, optionsOf(request), rows);
    }
    case 'attention':
      return createAttention(order, workload);
    case 'model': {
      const model = netOf(workload.model, request);
      return mode === 'train' ? createTraining(order, model) : createInference(order, model);
    }
  }
}
