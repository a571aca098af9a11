/** @file A compiled training program as the check sees it. */
import { DROPOUT_STREAM, streamKey } from '../../../models/generator.ts';
import type { Model } from '../../../models/layers.ts';
import { type GradientSample, sampleGradient } from '../../../worker/check/gradient.ts';
import type { Part } from '../../../worker/check/sampled-parts.ts';
import type { LookedInto, OwnTrained, Trained } from '../../../worker/training-check.ts';
import type { InputSet } from '../backend.ts';
import { trainingGraph } from '../compile.ts';
import type { Arena, Value } from '../graph/value.ts';
import type { Program } from '../program.ts';
import { stepScalars } from '../scalars.ts';
import { type Built, buildNet, type Order } from './build.ts';
import { lookAtDropouts } from './dropouts.ts';

/** The gradients of the last step. */
async function gradientsOf({ graph, executable }: Program): Promise<GradientSample[]> {
  const found: GradientSample[] = [];
  for (const [array, { gradient }] of graph.parameters.entries()) {
    if (gradient === null) throw new Error('the program does not train, so there are no gradients');
    found.push(sampleGradient(await executable.read(gradient), array, graph.lossScale));
  }
  return found;
}

/** What the optimizer keeps of an array is at the same place of another arena. */
const inArena = ({ place, ...value }: Value, arena: Arena): Value => {
  if (place.kind !== 'arena') throw new Error(`${value.name} is in no arena`);
  return { ...value, place: { ...place, arena } };
};

/** A training program that counts its steps, and the scalars of each. */
export class TrainedProgram implements Trained<InputSet> {
  readonly model: Model;
  readonly batchSize: number;
  readonly #program: Program;
  #seed = 0;
  #steps = 0;

  constructor({ program, net, batchSize }: Built<Model>) {
    this.model = net;
    this.batchSize = batchSize;
    this.#program = program;
  }

  /** Scalars of the next step. */
  scalars(dropout = true) {
    this.#steps++;
    const key = dropout ? streamKey(this.#seed, DROPOUT_STREAM) : null;
    return stepScalars(this.model.optimizer, this.#steps, key);
  }

  restart(seed: number): void {
    this.#seed = seed;
    this.#steps = 0;
    this.#program.restart(seed);
  }

  load(seed: number): void {
    this.#program.load(seed);
  }

  place({ inputs, labels }: Parameters<Trained['place']>[0]): InputSet {
    const set = this.#program.executable.createInputs();
    set.write([inputs, labels]);
    return set;
  }

  release(set: InputSet): void {
    set.dispose();
  }

  /** The loss that the last step stored. */
  async lastLoss(): Promise<number> {
    const { graph, executable } = this.#program;
    return (await executable.read(graph.results[0]!))[0]!;
  }

  async step(set: InputSet, { dropout, gradients = false }: { dropout: boolean; gradients?: boolean }) {
    this.#program.executable.run(set, this.scalars(dropout));
    return this.#computed(gradients);
  }

  /** What the last step computed. */
  async #computed(gradients: boolean) {
    const loss = await this.lastLoss();
    return { loss, gradients: gradients ? await gradientsOf(this.#program) : null };
  }

  async dropouts(set: InputSet): Promise<LookedInto> {
    const scalars = { ...this.scalars(), updateFactor: 0 };
    this.#program.executable.run(set, scalars);
    const whole = await this.#computed(true);
    const dropouts = await lookAtDropouts(this.#program, this.model.layers, set, scalars);
    return { dropouts, parts: { whole, inParts: await this.#computed(true) } };
  }

  /** The whole step, in which the optimizer multiplies its update by 0. */
  loss(set: InputSet): Promise<number> {
    const scalars = stepScalars(this.model.optimizer, this.#steps + 1, null);
    this.#program.executable.run(set, { ...scalars, updateFactor: 0 });
    return this.lastLoss();
  }

  read(array: number): Promise<Float32Array<ArrayBuffer>> {
    const { graph, executable } = this.#program;
    return executable.read(graph.parameters[array]!.value);
  }

  async averages(): Promise<Float32Array[]> {
    const { states, executable } = this.#program;
    const read = await Promise.all(states.map((state) => executable.read(state)));
    return read.flatMap((both) => [both.subarray(0, both.length / 2), both.subarray(both.length / 2)]);
  }

  async sample(array: number, { first, count }: Part) {
    const { graph, executable } = this.#program;
    const { value } = graph.parameters[array]!;
    const read = (arena: Arena) => executable.read(inArena(value, arena), first, count);
    const means = this.model.optimizer.kind === 'adam' ? read('means') : null;
    const [weights, squares] = await Promise.all([read('parameters'), read('squares')]);
    return { weights, squares, means: await means };
  }

  stepsCounted(): number {
    return this.#steps;
  }
}

/** Builds a training program for a check alone. */
export const buildOwn =
  (order: Order, model: Model) =>
  async (batchSize: number, length: number | null): Promise<OwnTrained> => {
    const net = length === null ? model : { ...model, inputShape: [length, ...model.inputShape.slice(1)] };
    const built = await buildNet(order, trainingGraph, net, batchSize);
    return Object.assign(new TrainedProgram(built), { dispose: () => built.program.executable.dispose() });
  };
