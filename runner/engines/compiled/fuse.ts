/**
 * @file Fuses elementwise operations into the operation that computes their input: their steps become the last ones of
 * its epilogue, and one pass over memory is saved. A value that other operations need too is still stored, by a `keep`.
 */
import type { Graph } from './graph/graph.ts';
import type { Limits } from './graph/limits.ts';
import { readsOf, writesOf } from './graph/operands.ts';
import { type Elementwise, hasEpilogue, type Operation, type WithEpilogue } from './graph/operation.ts';
import { readsOfStep, type Step } from './graph/step.ts';
import { sizeOf, type Value, wholeOf } from './graph/value.ts';

/** What an operation with an epilogue computes. */
const outputOf = (operation: WithEpilogue): Value =>
  operation.kind === 'product' ? operation.out.value : operation.out;

/** Whether each element of the output is computed once, so that the steps reach all of them. */
function computesAll(operation: WithEpilogue): boolean {
  if (operation.kind !== 'product') return true;
  const { batch, rows, columns, out } = operation;
  return batch.outer * batch.inner * rows * columns === sizeOf(out.value);
}

function withEpilogue(operation: WithEpilogue, out: Value, epilogue: readonly Step[]): WithEpilogue {
  if (operation.kind === 'product') {
    return { ...operation, out: { ...operation.out, value: out }, epilogue };
  }
  return { ...operation, out, epilogue };
}

const countBound = (operation: Operation): number =>
  new Set([...readsOf(operation), ...writesOf(operation)].map(({ id }) => id)).size;

/** How many times each value is read, by id. */
function countReads(operations: readonly Operation[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { id } of operations.flatMap(readsOf).map(wholeOf)) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}

/** Operations that are fused so far, and where each value was written last. */
class Fusion {
  readonly operations: Operation[] = [];
  readonly #writers = new Map<number, number>();
  readonly #reads: ReadonlyMap<number, number>;
  readonly #bindings: number;

  constructor({ operations }: Graph, { bindings }: Limits) {
    this.#reads = countReads(operations);
    this.#bindings = bindings;
  }

  #put(at: number, operation: Operation): void {
    this.operations[at] = operation;
    for (const { id } of writesOf(operation).map(wholeOf)) this.#writers.set(id, at);
  }

  /** The operation with the steps of an elementwise one that takes its output; null where that cannot be. */
  #joined(at: number, { input, out, epilogue }: Elementwise): Operation | null {
    const producer = this.operations[at]!;
    if (!hasEpilogue(producer) || outputOf(producer) !== input.value || !computesAll(producer)) return null;
    const isWritten = (value: Value) => (this.#writers.get(wholeOf(value).id) ?? -1) < at;
    if (!epilogue.flatMap(readsOfStep).every(isWritten)) return null;
    const isKept = input.value.place.kind !== 'temporary' || this.#reads.get(input.value.id)! > 1;
    const kept: Step[] = isKept ? [{ kind: 'keep', out: input.value }] : [];
    const joined = withEpilogue(producer, out, [...producer.epilogue, ...kept, ...epilogue]);
    return countBound(joined) <= this.#bindings ? joined : null;
  }

  add(operation: Operation): void {
    const isElementwise = operation.kind === 'elementwise' && operation.input.index.kind === 'same';
    const at = isElementwise ? this.#writers.get(operation.input.value.id) : undefined;
    const joined = isElementwise && at !== undefined ? this.#joined(at, operation) : null;
    if (joined) this.#put(at!, joined);
    else this.#put(this.operations.length, operation);
  }
}

/** The graph with fused operations; each binds no more arrays than the device allows. */
export function fuse(graph: Graph, limits: Limits): Graph {
  const fusion = new Fusion(graph, limits);
  for (const operation of graph.operations) fusion.add(operation);
  return { ...graph, operations: fusion.operations };
}
