/**
 * @file What a worker in another language must be told of a cell: the declarations as plain data, resolved for the cell.
 * `trainmark/protocol/declaration.py` is its other side; names are equal on both.
 */
import type { Cell } from '../../../data/contract/cell.ts';
import type { FloatDType } from '../../../data/contract/words.ts';
import { type DatasetEntry, findDataset } from '../../datasets/catalogue.ts';
import {
  findReference as findProbabilities,
  OWN_PROMPT,
  TOLERANCE,
} from '../../language-model/next-token.ts';
import { atLength, type Model, type Net } from '../../models/layers.ts';
import { CHECK_SEED, CHECK_STEPS, findReference, type Reference } from '../../models/references.ts';
import { modelWeights, stepsPerEpoch } from '../../models/shapes.ts';
import type { Weight } from '../../models/weights.ts';
import type { RunRequest } from '../../protocol/messages.ts';
import {
  ATTENTION_SETS,
  type AttentionShape,
  attentionTolerance,
  checkedPositions,
} from '../../workloads/attention-check.ts';
import { batchCount } from '../../workloads/batches.ts';
import { workloads } from '../../workloads/index.ts';
import { checkedRows, MATRIX_SETS, matmulTolerance } from '../../workloads/matmul.ts';
import type { AttentionWorkload, MatMulWorkload } from '../../workloads/workload.ts';

/** A net with everything that its layers leave open. */
export interface DeclaredNet extends Pick<Net, 'inputShape' | 'input' | 'layers'> {
  /** Every trainable array, in the order in which the layers are declared, depth first. */
  weights: readonly Weight[];
  /** Null for a net without classes. */
  classes: number | null;
}

/** The results that a run must find before it is timed, and from what. */
export interface DeclaredReference extends Reference {
  /** Seed of the checked weights and samples. */
  seed: number;
  /** Optimiser steps whose losses are compared. */
  steps: number;
  /** The net at the length of the reference. */
  net: DeclaredNet;
}

/** How a language model proves itself; what it is, its file says. */
export interface DeclaredLanguageModel {
  kind: 'llm';
  /** Probabilities of the next token that the repository keeps for the file; null where it keeps none. */
  reference: {
    prompt: readonly number[];
    /** After each of some positions of the prompt, those of some tokens. */
    expected: readonly { position: number; tokens: readonly number[]; probabilities: readonly number[] }[];
  } | null;
  /** Without a reference: how many tokens are read both ways, and the positions after which both are compared. */
  own: typeof OWN_PROMPT;
  tolerance: number;
}

export type Declaration =
  | {
      kind: 'model';
      net: DeclaredNet;
      /** Null for a net that is not trained. */
      optimizer: Model['optimizer'] | null;
      dataset: Model['dataset'] | null;
      /** Files and shapes of that data set where training goes to a target, else null. */
      data: DatasetEntry | null;
      stepsPerEpoch: number | null;
      /** Batches that are used in turn. */
      batches: number;
      reference: DeclaredReference;
    }
  | {
      kind: 'matmul';
      /** Pairs of matrices that are multiplied in turn, and of each the rows of the product that are checked. */
      checkedRows: readonly (readonly number[])[];
      tolerance: number;
    }
  | {
      kind: 'attention';
      heads: number;
      /** Values of each head. */
      width: number;
      /** Sets of operands that are used in turn, and of each the rows of [sequences x heads x length] that are checked. */
      checkedPositions: readonly (readonly number[])[];
      tolerance: number;
    }
  | DeclaredLanguageModel;

const declareNet = (net: Net & Partial<Pick<Model, 'classes'>>): DeclaredNet => ({
  inputShape: net.inputShape,
  input: net.input,
  layers: net.layers,
  weights: modelWeights(net),
  classes: net.classes ?? null,
});

const lengthened = <Sequences extends Net>(net: Sequences, length: number | null): Sequences =>
  length === null || net.input.kind === 'image' ? net : atLength(net, length);

function floatDType({ workload, dtype }: Cell): FloatDType {
  if (dtype !== 'quantized') return dtype;
  throw new Error(`cell.dtype: ${workload} has no quantized form; use float32, float16 or bfloat16`);
}

function declareNetwork(net: Net | Model, cell: Cell): Declaration {
  const { mode, batchSize, sequenceLength } = cell;
  const reference = findReference(net.id, floatDType(cell));
  if (reference === null) throw new Error(`${net.id}: no reference is kept; add one to runner/models`);
  const model = 'optimizer' in net ? net : null;
  return {
    kind: 'model',
    net: declareNet(lengthened(net, sequenceLength)),
    optimizer: model?.optimizer ?? null,
    dataset: model?.dataset ?? null,
    data: model && mode === 'converge' ? findDataset(model.dataset.name) : null,
    stepsPerEpoch: model && stepsPerEpoch(model, batchSize ?? 1),
    batches: batchCount(lengthened(net, sequenceLength), batchSize ?? 1),
    reference: {
      ...reference,
      seed: CHECK_SEED,
      steps: CHECK_STEPS,
      net: declareNet(lengthened(net, reference.sequenceLength)),
    },
  };
}

const each = <Made>(count: number, make: (set: number) => Made): Made[] =>
  Array.from({ length: count }, (_, set) => make(set));

function declareMatMul(_: MatMulWorkload, cell: Cell, seed: number): Declaration {
  const { size } = cell;
  if (size === null) throw new Error('cell.size: missing; set it to rows of a matrix');
  return {
    kind: 'matmul',
    checkedRows: each(MATRIX_SETS, (set) => checkedRows(seed, set, size)),
    tolerance: matmulTolerance(floatDType(cell), size),
  };
}

function declareAttention({ layer, heads }: AttentionWorkload, cell: Cell, seed: number): Declaration {
  const { batchSize, sequenceLength } = cell;
  if (batchSize === null || sequenceLength === null) {
    throw new Error('cell.sequenceLength: missing, or its batch; set both');
  }
  const width = layer.inputShape[1]! / heads;
  const shape: AttentionShape = { count: batchSize * heads, length: sequenceLength, width };
  return {
    kind: 'attention',
    heads,
    width,
    checkedPositions: each(ATTENTION_SETS, (set) => checkedPositions(seed, set, shape)),
    tolerance: attentionTolerance(shape, floatDType(cell)),
  };
}

function declareLanguageModel({ languageModel }: Cell): DeclaredLanguageModel {
  const reference = languageModel === null ? null : findProbabilities(languageModel.sha256);
  return {
    kind: 'llm',
    reference: reference && {
      prompt: reference.prompt,
      expected: reference.expected.map(({ position, probabilities }) => ({
        position,
        tokens: [...probabilities.keys()],
        probabilities: [...probabilities.values()],
      })),
    },
    own: OWN_PROMPT,
    tolerance: TOLERANCE,
  };
}

/**
 * The declaration of a cell.
 * @throws Error where the cell lacks a size that its workload needs, or where its dtype is not one of numbers
 */
export function declare({ cell, seed }: Pick<RunRequest, 'cell' | 'seed'>): Declaration {
  const workload = workloads.find(({ id }) => id === cell.workload);
  switch (workload?.kind) {
    case undefined:
    case 'llm':
      return declareLanguageModel(cell);
    case 'matmul':
      return declareMatMul(workload, cell, seed);
    case 'attention':
      return cell.mode === 'infer'
        ? declareNetwork(workload.layer, cell)
        : declareAttention(workload, cell, seed);
    case 'model':
      return declareNetwork(workload.model, cell);
  }
}
