/** @file Builds the task of a cell: its graph by workload and mode, and the program that is checked. */
import type { FloatDType } from '../../../../data/contract/words.ts';
import { atLength, type Model, type Net } from '../../../models/layers.ts';
import type { FindReference, Reference } from '../../../models/references.ts';
import type { RunRequest } from '../../../protocol/messages.ts';
import { type CheckedTask, optionsOf } from '../../../worker/task.ts';
import { UnsupportedError } from '../../../worker/unsupported.ts';
import type { AttentionWorkload, Workload } from '../../../workloads/workload.ts';
import type { Backend } from '../backend.ts';
import {
  attentionGraph,
  type CompileOptions,
  inferenceGraph,
  productGraph,
  trainingGraph,
} from '../compile.ts';
import type { Graph } from '../graph/graph.ts';
import { buildProgram } from '../program.ts';
import { Attention } from './attention.ts';
import { type Built, Inference } from './inference.ts';
import { MatMul } from './matmul.ts';
import { Training } from './training.ts';

/** What every task is built from. */
interface Order {
  backend: Backend;
  request: RunRequest;
  options: CompileOptions;
  findReference: FindReference;
}

/** @throws Error if the cell lacks a size that its workload needs */
function required(size: number | null, field: string, what: string): number {
  if (size === null) throw new Error(`cell.${field}: missing; set it to ${what}`);
  return size;
}

/** The net at the sequence length of the cell. */
function netOf<Sequences extends Net>(net: Sequences, { cell }: RunRequest): Sequences {
  const { kind } = net.input;
  if (kind === 'image') return net;
  return atLength(net, required(cell.sequenceLength, 'sequenceLength', `the ${kind} of a sequence`));
}

const batchOf = ({ cell }: RunRequest): number => required(cell.batchSize, 'batchSize', 'samples a step');

/** How a graph of a net is made at a batch size. */
type Compile<SomeNet> = (net: SomeNet, batchSize: number, options: CompileOptions) => Graph;

async function build<SomeNet extends Net>(
  { backend, options }: Order,
  compile: Compile<SomeNet>,
  net: SomeNet,
  batchSize: number,
): Promise<Built<SomeNet>> {
  const subject = { name: `${net.id} at batch ${batchSize}`, option: '--batch' };
  const program = await buildProgram(backend, compile(net, batchSize, options), options.recipe, subject);
  return { program, net, batchSize };
}

/** The program to check: the measured one if copies of the reference's samples fill its batch, else a small one. */
function checkedBy<SomeNet extends Net>(
  order: Order,
  compile: Compile<SomeNet>,
  measured: Built<SomeNet>,
  samples: number,
  length: number | null,
): () => Promise<Built<SomeNet>> {
  const fits = length === null || length === measured.net.inputShape[0];
  if (fits && measured.batchSize % samples === 0) return async () => measured;
  const net = length === null ? measured.net : atLength(measured.net, length);
  return () => build(order, compile, net, samples);
}

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
  const measured = await build(order, inferenceGraph, net, batchOf(request));
  const { outputs, sequenceLength } = reference;
  const checked = checkedBy(order, inferenceGraph, measured, outputs.length, sequenceLength);
  return new Inference(measured, optionsOf(request), reference, checked);
}

async function createTraining(order: Order, model: Model): Promise<Training> {
  const { request, options, findReference } = order;
  const reference = findReference(model.id, options.type);
  const measured = await build(order, trainingGraph, model, batchOf(request));
  const checked = checkedBy(
    order,
    trainingGraph,
    measured,
    reference?.batch ?? 1,
    reference?.sequenceLength ?? null,
  );
  return new Training(measured, optionsOf(request), reference, checked);
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
 * How the graphs of a cell are compiled.
 * @throws UnsupportedError for a dtype that the device does not have
 */
export function compileOptions({ cell }: RunRequest, { limits }: Backend): CompileOptions {
  const { dtype, recipe } = cell;
  if (dtype === 'float32' || (dtype === 'float16' && limits.half)) return { type: dtype, recipe, limits };
  const reason =
    dtype === 'float16'
      ? 'this adapter computes in float32 only'
      : 'this engine has float32 and float16 only';
  throw new UnsupportedError(dtype, `${reason}; use --dtype float32`);
}

/** A workload with the references of its nets: parameters, so that a browser loads only those that it offers. */
export interface Offer {
  workload: Workload;
  findReference: FindReference;
}

/**
 * The task of a cell, whose mode must be one of the workload's and not `converge`.
 * @param offer The workload of the cell.
 * @throws UnsupportedError for a dtype that the device has not
 */
export async function createTask(
  backend: Backend,
  { workload, findReference }: Offer,
  request: RunRequest,
): Promise<CheckedTask> {
  const { recipe, mode, size } = request.cell;
  const options = compileOptions(request, backend);
  const order: Order = { backend, request, options, findReference };
  switch (workload.kind) {
    case 'llm':
      throw new UnsupportedError(
        workload.id,
        'this engine does not run language models; use --engine llama.cpp',
      );
    case 'matmul': {
      const rows = required(size, 'size', 'rows of a matrix');
      const subject = { name: `a product of size ${rows}`, option: '--size' };
      const program = await buildProgram(backend, productGraph(rows, options), recipe, subject);
      return new MatMul(program, optionsOf(request), rows, options.type);
    }
    case 'attention':
      return createAttention(order, workload);
    case 'model': {
      const model = netOf(workload.model, request);
      return mode === 'train' ? createTraining(order, model) : createInference(order, model);
    }
  }
}
