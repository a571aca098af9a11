/**
 * @file The part of a request that a worker in another language cannot import: the declarations as plain data,
 * resolved for one cell.
 * `trainmark/protocol/declaration.py` is the Python side; the names are the same on both.
 */
import type { Cell } from '../../../data/contract/cell.ts';
import type { FloatDType } from '../../../data/contract/words.ts';
import { attentionTolerance, COPY_TOLERANCE, matmulTolerance } from '../../../data/derive/rounding.ts';
import { type DatasetEntry, findDataset } from '../../datasets/catalogue.ts';
import {
  findReference as findProbabilities,
  OWN_PROMPT,
  TOLERANCE,
} from '../../language-model/next-token.ts';
import { atLength, type Model, type Net } from '../../models/layers.ts';
import { CHECK_SEED, CHECK_STEPS, findReference, type Reference } from '../../models/references.ts';
import { averageChannels, modelWeights, stepsPerEpoch } from '../../models/shapes.ts';
import type { Weight } from '../../models/weights.ts';
import type { RunRequest } from '../../protocol/messages.ts';
import {
  ATTENTION_SETS,
  type AttentionShape,
  alteredPositions,
  checkedPositions,
} from '../../workloads/attention-check.ts';
import { batchCount } from '../../workloads/batches.ts';
import { COPY_SETS } from '../../workloads/copy.ts';
import { workloads } from '../../workloads/index.ts';
import { checkedRows, MATRIX_SETS } from '../../workloads/matmul.ts';
import type { AttentionWorkload, MatMulWorkload } from '../../workloads/workload.ts';

/** A net with the values resolved that its layers leave implicit. */
export interface DeclaredNet extends Pick<Net, 'inputShape' | 'input' | 'layers'> {
  /** Every trainable array, in the order of the layers, depth first. */
  weights: readonly Weight[];
  /** Null for a net without classes. */
  classes: number | null;
  /** Channels of each batch normalization in the same order: `average_values` has the running averages of a check. */
  averages: readonly number[];
}

/** The expected results that a run must reproduce before it is timed, and their inputs. */
export interface DeclaredReference extends Reference {
  /** Seed of the checked weights and samples. */
  seed: number;
  /** Optimizer steps whose losses are compared. */
  steps: number;
  /** The net at the sequence length of the reference. */
  net: DeclaredNet;
}

/** How the output of a language model is checked. The model itself is described by its file. */
export interface DeclaredLanguageModel {
  kind: 'llm';
  /** Stored probabilities of the next token for this file; null if the repository has none. */
  reference: {
    prompt: readonly number[];
    /** Probabilities of selected tokens after selected positions of the prompt. */
    expected: readonly { position: number; tokens: readonly number[]; probabilities: readonly number[] }[];
  } | null;
  /** Without a reference: how many tokens are read both at once and one by one, and the positions that are compared. */
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
      /** Files and shapes of the data set if the mode is `converge`, otherwise null. */
      data: DatasetEntry | null;
      stepsPerEpoch: number | null;
      /** Batches that are used in rotation. */
      batches: number;
      reference: DeclaredReference;
    }
  | {
      kind: 'matmul';
      /** One entry per pair of matrices, used in rotation: the rows of the product that are checked. */
      checkedRows: readonly (readonly number[])[];
      /** Rows to check after the loop of the pair that overwrites the last one; its number is that of the pairs. */
      alteredRows: readonly number[];
      tolerance: number;
    }
  | {
      kind: 'copy';
      /** Sources that are copied in turn. */
      sets: number;
      tolerance: number;
    }
  | {
      kind: 'attention';
      heads: number;
      /** Values per head. */
      width: number;
      /** One entry per set of operands, used in rotation: the checked rows of [sequences x heads x length]. */
      checkedPositions: readonly (readonly number[])[];
      /** Likewise of the set that overwrites the last one after the loop. */
      alteredPositions: readonly number[];
      tolerance: number;
    }
  | DeclaredLanguageModel;

const declareNet = (net: Net & Partial<Pick<Model, 'classes'>>): DeclaredNet => ({
  inputShape: net.inputShape,
  input: net.input,
  layers: net.layers,
  weights: modelWeights(net),
  classes: net.classes ?? null,
  averages: averageChannels(net),
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
  if (reference === null) throw new Error(`${net.id}: no reference is stored; add one to runner/models`);
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
    alteredRows: checkedRows(seed, MATRIX_SETS, size),
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
    alteredPositions: alteredPositions(seed, shape),
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
 * @throws Error if the cell lacks a size that its workload needs, or if its dtype is `quantized`
 */
export function declare({ cell, seed }: Pick<RunRequest, 'cell' | 'seed'>): Declaration {
  const workload = workloads.find(({ id }) => id === cell.workload);
  switch (workload?.kind) {
    case undefined:
    case 'llm':
      return declareLanguageModel(cell);
    case 'matmul':
      return declareMatMul(workload, cell, seed);
    case 'copy':
      return { kind: 'copy', sets: COPY_SETS, tolerance: COPY_TOLERANCE };
    case 'attention':
      return cell.mode === 'infer'
        ? declareNetwork(workload.layer, cell)
        : declareAttention(workload, cell, seed);
    case 'model':
      return declareNetwork(workload.model, cell);
  }
}
