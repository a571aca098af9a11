/**
 * @file Saves the outputs of relus before a dropout. The gradient of the relu is needed only where the dropout let it
 * through, and there the dropout's output is positive where the relu's is; so the relu's own output need not be stored.
 */

import { readsOf } from './graph/operands.ts';
import type { Elementwise, Operation } from './graph/operation.ts';
import type { Step } from './graph/step.ts';
import type { Value } from './graph/value.ts';

/** Whether an operation is this step alone. */
const isAlone = (operation: Operation, kind: Step['kind']): operation is Elementwise =>
  operation.kind === 'elementwise' &&
  operation.input.index.kind === 'same' &&
  operation.epilogue.length === 1 &&
  operation.epilogue[0]!.kind === kind;

/** The output of the dropout by the id of the relu's, for relus whose output only a dropout and the gradient read. */
function findMasks(operations: readonly Operation[]): Map<number, Value> {
  const relus = new Set(operations.filter((one) => isAlone(one, 'relu')).map(({ out }) => out.id));
  const readers = Map.groupBy(
    operations.flatMap((operation) => readsOf(operation).map(({ id }) => ({ id, operation }))),
    ({ id }) => id,
  );
  const masks = new Map<number, Value>();
  for (const operation of operations) {
    if (!isAlone(operation, 'dropout') || !relus.has(operation.input.value.id)) continue;
    const others = readers.get(operation.input.value.id)!.filter((reader) => reader.operation !== operation);
    if (others.every((other) => isAlone(other.operation, 'relu-gradient'))) {
      masks.set(operation.input.value.id, operation.out);
    }
  }
  return masks;
}

/** Operations in which the gradients of such relus read the output of the dropout. */
export function maskByDropout(operations: readonly Operation[]): Operation[] {
  const masks = findMasks(operations);
  return operations.map((operation) => {
    if (!isAlone(operation, 'relu-gradient')) return operation;
    const [step] = operation.epilogue;
    const mask = step?.kind === 'relu-gradient' ? masks.get(step.output.value.id) : undefined;
    if (!mask || step?.kind !== 'relu-gradient') return operation;
    return { ...operation, epilogue: [{ ...step, output: { ...step.output, value: mask } }] };
  });
}
