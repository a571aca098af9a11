/** @file Which values an operation reads and writes, with those of its epilogue. Pure. */
import { hasEpilogue, type Operation } from './operation.ts';
import { readsOfStep, type Step, writesOfStep } from './step.ts';
import type { Value } from './value.ts';

const present = (values: readonly (Value | null)[]): Value[] => values.filter((value) => value !== null);

function readsWithoutEpilogue(operation: Operation): Value[] {
  switch (operation.kind) {
    case 'product':
      return [operation.left.value, operation.right.value];
    case 'convolution':
      return [operation.image, operation.filter];
    case 'convolution-input-gradient':
      return [operation.gradient, operation.filter];
    case 'convolution-filter-gradient':
      return [operation.image, operation.gradient];
    case 'elementwise':
      return [operation.input.value];
    case 'max-pool':
    case 'sum-rows':
    case 'softmax':
      return [operation.input];
    case 'max-pool-gradient':
      return [operation.input, operation.gradient];
    case 'batch-statistics':
      return [operation.input, operation.averages];
    case 'normalization-sums':
      return [operation.input, operation.gradient, operation.statistics];
    case 'layer-normalization':
      return [operation.input, operation.scale, operation.shift];
    case 'layer-normalization-gradient':
      return [operation.input, operation.gradient, operation.statistics, operation.scale];
    case 'softmax-gradient':
      return [operation.output, operation.gradient];
    case 'cross-entropy':
      return [operation.logits, operation.labels];
    case 'attention':
      return [operation.query, operation.key, operation.value];
    case 'attention-gradient': {
      const { query, key, value, output, logSums, gradient } = operation;
      return [query, key, value, output, logSums, gradient];
    }
    case 'gather':
      return [operation.table, operation.indices];
    case 'scatter-add':
      return [operation.gradient, operation.indices];
    case 'shift-rows':
      return present([operation.input, operation.fill]);
    case 'update':
      return present([operation.parameters, operation.gradients, operation.means, operation.squares]);
    default:
      return operation satisfies never;
  }
}

function writesWithoutEpilogue(operation: Operation): Value[] {
  switch (operation.kind) {
    case 'product':
      return [operation.out.value];
    case 'batch-statistics':
      return [operation.out, operation.averages];
    case 'normalization-sums':
      return [operation.sumGradient, operation.sumProduct];
    case 'layer-normalization':
      return present([operation.out, operation.statistics]);
    case 'cross-entropy':
      return [operation.loss, operation.gradient];
    case 'attention':
      return present([operation.out, operation.logSums]);
    case 'attention-gradient':
      return [operation.queryGradient, operation.keyGradient, operation.valueGradient];
    case 'update':
      return present([operation.parameters, operation.means, operation.squares, operation.half]);
    default:
      return [operation.out];
  }
}

const epilogueOf = (operation: Operation): readonly Step[] =>
  hasEpilogue(operation) ? operation.epilogue : [];

/** Values that an operation reads; one may occur twice. */
export const readsOf = (operation: Operation): Value[] => [
  ...readsWithoutEpilogue(operation),
  ...epilogueOf(operation).flatMap(readsOfStep),
];

/** Values that an operation writes, the main output first. */
export const writesOf = (operation: Operation): Value[] => [
  ...writesWithoutEpilogue(operation),
  ...epilogueOf(operation).flatMap(writesOfStep),
];
