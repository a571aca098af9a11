/**
 * @file Looks at the dropouts of a program: runs a step in parts, by its own kernels in its own memory. The operation that
 * ends in a dropout runs twice, without dropout and with it, and what it stores is read each time.
 */
import type { Layer } from '../../../models/layers.ts';
import type { Dropped, Pair } from '../../../worker/check/dropped.ts';
import { type Part, sampledParts } from '../../../worker/check/sampled-parts.ts';
import type { Executable, InputSet } from '../backend.ts';
import type { Graph } from '../graph/graph.ts';
import { readsOf } from '../graph/operands.ts';
import { hasEpilogue, type Operation } from '../graph/operation.ts';
import type { Step, StepScalars } from '../graph/step.ts';
import type { Value } from '../graph/value.ts';
import type { Program } from '../program.ts';

/** An operation that ends in a dropout. */
interface Site {
  /** Its number in the graph. */
  operation: number;
  layer: number;
  /** Where it stores what the dropout returns. */
  shown: Value;
  /** What it adds to that before it stores it, element by element. */
  added: readonly Value[];
}

const isDropout = (step: Step) => step.kind === 'dropout';

/** @throws Error for an operation of which the part that the dropout returns cannot be told from the rest */
function siteOf(operation: Operation, number: number): Site | null {
  const steps: readonly Step[] = hasEpilogue(operation) ? operation.epilogue : [];
  const at = steps.findIndex(isDropout);
  const step = steps[at];
  if (step?.kind !== 'dropout') return null;
  const out = operation.kind === 'product' ? operation.out.value : (operation as { out: Value }).out;
  const after = steps.slice(at + 1);
  const keep = after.findIndex(({ kind }) => kind === 'keep');
  const kept = after[keep];
  const between = keep < 0 ? after : after.slice(0, keep);
  const adds = between.filter((one) => one.kind === 'add');
  const isTold = adds.length === 0 || between.every(({ kind }) => kind === 'add' || kind === 'relu-gradient');
  const isRead = adds.every(
    ({ operand: { value, index } }) => index.kind === 'same' && value.place.kind !== 'input',
  );
  if (between.some(isDropout) || !isTold || !isRead) {
    throw new Error(`${out.name}: what its dropout returns cannot be told from what follows it`);
  }
  const added = adds.map(({ operand }) => operand.value);
  return { operation: number, layer: step.layer, shown: kept?.kind === 'keep' ? kept.out : out, added };
}

/** Whether anything up to an operation is trained. */
const isTrained = ({ operations }: Graph, end: number): boolean =>
  operations
    .slice(0, end)
    .flatMap(readsOf)
    .some(({ place }) => place.kind === 'arena');

async function readParts(executable: Executable, value: Value, parts: readonly Part[]) {
  const read: Float32Array[] = [];
  for (const { first, count } of parts) read.push(await executable.read(value, first, count));
  const all = new Float32Array(parts.reduce((sum, { count }) => sum + count, 0));
  let at = 0;
  for (const part of read) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/**
 * What entered and left a dropout, of what was stored without it and with it. Where most of that was added, its roundings
 * are too large; where both are 0, a relu's gradient followed.
 */
function withoutAdded(off: Float32Array, on: Float32Array, added: readonly Float32Array[]): Pair {
  if (added.length === 0) return { before: off, after: on };
  const [before, after] = [new Float64Array(off.length), new Float64Array(off.length)];
  for (let i = 0; i < off.length; i++) {
    const sum = added.reduce((total, values) => total + values[i]!, 0);
    const entered = off[i]! - sum;
    if ((off[i] === 0 && on[i] === 0) || Math.abs(entered) < Math.abs(sum) / 2) continue;
    before[i] = entered;
    after[i] = on[i]! - sum;
  }
  return { before, after };
}

/** A step that runs in parts. */
class StepInParts {
  readonly #executable: Executable;
  readonly #set: InputSet;
  readonly #scalars: StepScalars;
  #done = 0;

  constructor(executable: Executable, set: InputSet, scalars: StepScalars) {
    this.#executable = executable;
    this.#set = set;
    this.#scalars = scalars;
  }

  #run(first: number, end: number, dropout = true): void {
    this.#executable.runPart(this.#set, { ...this.#scalars, dropout }, { first, end });
  }

  /** Runs the operations up to this one. */
  runTo(end: number): void {
    if (end > this.#done) this.#run(this.#done, end);
    this.#done = end;
  }

  /** What enters and leaves the dropout of an operation, which runs as in the step at last. */
  async look({ operation, shown, added }: Site, parts: readonly Part[]): Promise<Pair> {
    this.runTo(operation);
    const addends: Float32Array[] = [];
    for (const value of added) addends.push(await readParts(this.#executable, value, parts));
    this.#run(operation, operation + 1, false);
    const off = await readParts(this.#executable, shown, parts);
    this.runTo(operation + 1);
    return withoutAdded(off, await readParts(this.#executable, shown, parts), addends);
  }
}

/** In the order of the layers: a shortcut is lowered before its body. */
function inOrderOfLayers<Some>(layers: readonly Layer[], lowered: Iterator<Some, undefined>): Some[] {
  return layers.flatMap((layer): Some[] => {
    if (layer.kind === 'residual') {
      const shortcut = inOrderOfLayers(layer.shortcut, lowered);
      return [...inOrderOfLayers(layer.body, lowered), ...shortcut];
    }
    if (layer.kind !== 'dropout') return [];
    const { value } = lowered.next();
    return value === undefined ? [] : [value];
  });
}

/**
 * Runs a step and looks at its dropouts, in the order of the layers.
 * @param scalars of the step, with dropout
 */
export async function lookAtDropouts(
  { graph, executable }: Program,
  layers: readonly Layer[],
  set: InputSet,
  scalars: StepScalars,
): Promise<Dropped[]> {
  const sites = graph.operations.map(siteOf).filter((site) => site !== null);
  const loss = graph.operations.findIndex(({ kind }) => kind === 'cross-entropy');
  const step = new StepInParts(executable, set, scalars);
  const found = new Map<number, Dropped>();
  const partsOf = new Map<number, readonly Part[]>();
  for (const site of sites.filter(({ operation }) => operation < loss)) {
    const { shown, layer, operation } = site;
    const parts = sampledParts(shown.shape);
    partsOf.set(layer, parts);
    const type = shown.type === 'float16' ? 'float16' : 'float32';
    const forward = await step.look(site, parts);
    const backward = isTrained(graph, operation + 1) ? { before: [], after: [] } : null;
    found.set(layer, { shape: shown.shape.slice(1), type, forward, backward });
  }
  for (const site of sites.filter(({ operation }) => operation > loss)) {
    const dropped = found.get(site.layer);
    if (!dropped) continue;
    const backward = await step.look(site, partsOf.get(site.layer)!);
    found.set(site.layer, { ...dropped, backward });
  }
  step.runTo(graph.operations.length);
  const lowered = [...found].sort(([a], [b]) => a - b).map(([, dropped]) => dropped);
  return inOrderOfLayers(layers, lowered.values());
}
