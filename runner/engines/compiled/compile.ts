/** @file From a declared net to a graph: lowering, and fusing in the optimized recipe. */
import type { Recipe } from '../../../data/contract/words.ts';
import type { Model, Net } from '../../models/layers.ts';
import type { Graph } from './graph/graph.ts';
import type { Limits } from './graph/limits.ts';
import type { AttentionShape } from './graph/operation.ts';

export interface CompileOptions {
  /** Of activations, their gradients and the operands of products. */
  type: 'float32' | 'float16';
  /** `naive`: one operation for each of a framework. `optimized`: fused, and attention without stored scores. */
  recipe: Recipe;
  limits: Limits;
}

/**
 * One optimizer step. Inputs: the samples [batch, ...inputShape] and the labels, int32 [batch]; result: the loss [1].
 * @throws Error in one sentence if an array is larger than the device allows
 */
export declare function trainingGraph(model: Model, batchSize: number, options: CompileOptions): Graph;

/**
 * A forward pass with running averages and without dropout. Input: the samples; result: the outputs in float32, of a
 * model the logits [batch, classes], of other nets [batch, ...outputShape].
 * @throws Error in one sentence if an array is larger than the device allows
 */
export declare function inferenceGraph(net: Net, batchSize: number, options: CompileOptions): Graph;

/** Inputs: two matrices [size, size]; result: their product in float32. */
export declare function productGraph(size: number, options: CompileOptions): Graph;

/** Inputs: query, key and value as [batch, length, heads, width]; result: softmax(query key^T / sqrt(width)) value in float32. */
export declare function attentionGraph(shape: AttentionShape, options: CompileOptions): Graph;
