/** @file From a declared net to a graph: lowering, and fusing in the optimized recipe. */
import type { Model, Net } from '../../models/layers.ts';
import { modelShapes } from '../../models/shapes.ts';
import { fuse } from './fuse.ts';
import type { Graph } from './graph/graph.ts';
import type { AttentionShape } from './graph/operation.ts';
import { attend } from './lower/attention.ts';
import { Builder, type CompileOptions } from './lower/builder.ts';
import { lowerLayers } from './lower/layers.ts';
import { matrices, plainProduct } from './lower/projection.ts';
import { update } from './lower/update.ts';
import { maskByDropout } from './masks.ts';

export type { CompileOptions } from './lower/builder.ts';

function finished(builder: Builder): Graph {
  const { recipe, limits } = builder.options;
  const graph = builder.graph();
  if (recipe === 'naive') return graph;
  return fuse({ ...graph, operations: maskByDropout(graph.operations) }, limits);
}

/** Lowers all layers of a net from its samples. */
function lowerNet(builder: Builder, net: Net, batchSize: number) {
  const tokens = net.input.kind === 'tokens';
  const shape = [batchSize, ...net.inputShape];
  const value = builder.input('samples', shape, tokens ? 'int32' : builder.options.type);
  return lowerLayers(builder, builder.options.shapes, { value, shape: net.inputShape, needsGradient: false });
}

/**
 * One optimizer step. Inputs: the samples [batch, ...inputShape] and the labels, int32 [batch]; result: the loss [1].
 * @throws Error in one sentence if an array is larger than the device allows
 */
export function trainingGraph(model: Model, batchSize: number, options: CompileOptions): Graph {
  const builder = new Builder({ ...options, batchSize, training: true, shapes: modelShapes(model) });
  const { output, backward } = lowerNet(builder, model, batchSize);
  const labels = builder.input('labels', [batchSize], 'int32');
  const sizes = [batchSize, model.classes];
  const logits = builder.inType(output, sizes, 'float32');
  const loss = builder.result('loss', [1], 'float32');
  const gradient = builder.temporary('gradient of the logits', sizes);
  builder.emit({
    kind: 'cross-entropy',
    batch: batchSize,
    classes: model.classes,
    logits,
    labels,
    loss,
    gradient,
    gradientScale: builder.lossScale,
  });
  backward(gradient);
  update(builder, model.optimizer);
  return finished(builder);
}

/**
 * A forward pass with running averages and without dropout. Input: the samples; result: the outputs in float32, of a
 * model the logits [batch, classes], of other nets [batch, ...outputShape].
 * @throws Error in one sentence if an array is larger than the device allows
 */
export function inferenceGraph(net: Net, batchSize: number, options: CompileOptions): Graph {
  const builder = new Builder({ ...options, batchSize, training: false, shapes: modelShapes(net) });
  const { output } = lowerNet(builder, net, batchSize);
  builder.asResult(output, 'outputs', 'float32');
  return finished(builder);
}

const alone = (options: CompileOptions, batchSize: number): Builder =>
  new Builder({ ...options, batchSize, training: false, shapes: [] });

/** Inputs: two matrices [size, size]; result: their product, all in `type`. */
export function productGraph(size: number, options: CompileOptions): Graph {
  const builder = alone(options, 1);
  const of = (name: string) => builder.input(name, [size, size], options.type);
  const [left, right] = [of('left'), of('right')];
  const out = builder.result('product', [size, size], options.type);
  builder.emit({
    ...plainProduct,
    rows: size,
    columns: size,
    depth: size,
    left: matrices(left, size),
    right: matrices(right, size),
    out: matrices(out, size),
  });
  return finished(builder);
}

/** Input: a matrix [size, size] in float32; result: a copy of it. */
export function copyGraph(size: number, options: CompileOptions): Graph {
  const builder = alone(options, 1);
  const source = builder.input('source', [size, size], 'float32');
  builder.asResult(source, 'copy', 'float32');
  return finished(builder);
}

/** Inputs: query, key and value as [batch, length, heads, width]; result: softmax(query key^T / sqrt(width)) value, all in `type`. */
export function attentionGraph(shape: AttentionShape, options: CompileOptions): Graph {
  const { batch, length, heads, width } = shape;
  const builder = alone(options, batch);
  const of = (name: string) => builder.input(name, [batch, length, heads, width], options.type);
  const operands = { query: of('query'), key: of('key'), value: of('value') };
  const { output } = attend(builder, 'attention', shape, operands);
  builder.asResult(output, 'outputs', options.type);
  return finished(builder);
}
