/** @file Collects the values and operations of a graph while a net is lowered. */
import type { Recipe } from '../../../../data/contract/words.ts';
import type { LayerShape } from '../../../models/shapes.ts';
import type { Weight } from '../../../models/weights.ts';
import type { Graph, Parameter } from '../graph/graph.ts';
import type { Limits } from '../graph/limits.ts';
import type { Operation } from '../graph/operation.ts';
import type { Step } from '../graph/step.ts';
import { type ElementType, type Place, sizeOf, type Value } from '../graph/value.ts';
import { type ArenaLayout, equalDistance, inArena, layOut, storageOrder } from './arenas.ts';

export interface CompileOptions {
  /** Of activations, their gradients and the operands of products. */
  type: 'float32' | 'float16';
  /** `naive`: one operation for each of a framework. `optimized`: fused, and attention without stored scores. */
  recipe: Recipe;
  limits: Limits;
}

export interface BuilderOptions extends CompileOptions {
  batchSize: number;
  /** Whether dropout and normalization by the batch are emitted, and gradients are wanted. */
  training: boolean;
  /** The layers of the net; none for an operation alone. */
  shapes: readonly LayerShape[];
}

/** A trained array as rules use it. */
export interface TrainedArray {
  /** For sums in float32: biases, scales, shifts, positions. */
  value: Value;
  /** The operand of a product or a convolution. */
  operand: Value;
  /** Where its gradient is stored. */
  gradient: Value;
}

/** Several trained arrays that one operation uses. */
export interface TrainedTogether {
  array: TrainedArray;
  /** Elements from the start of each array to that of the next. */
  distance: number;
}

/**
 * Gradients of half precision are multiplied by this, so that small ones do not become 0; the update divides again. As a
 * power of two it costs no bits.
 */
const HALF_LOSS_SCALE = 1024;

export class Builder {
  readonly options: BuilderOptions;
  readonly lossScale: number;
  /** All trained arrays, in the order of `modelWeights`. */
  readonly weights: readonly Weight[];
  readonly layout: ArenaLayout;
  readonly #operations: Operation[] = [];
  readonly #inputs: Value[] = [];
  readonly #results: Value[] = [];
  readonly #parameters = new Map<string, Parameter>();
  #values = 0;
  #dropouts = 0;

  /** @throws Error in one sentence if an array is larger than the device allows */
  constructor(options: BuilderOptions) {
    const { training, type, shapes, limits } = options;
    this.options = options;
    this.weights = shapes.flatMap(({ weights }) => weights);
    this.lossScale = training && type === 'float16' ? HALF_LOSS_SCALE : 1;
    this.layout = layOut(storageOrder(shapes), limits.bindingBytes);
    for (const weight of this.weights) {
      const part = (arena: 'parameters' | 'half-parameters' | 'gradients') =>
        this.arena(arena, this.layout.places.get(weight.name)!, weight.name, weight.shape);
      this.#parameters.set(weight.name, {
        weight,
        value: part('parameters'),
        half: type === 'float16' ? part('half-parameters') : null,
        gradient: training ? part('gradients') : null,
      });
    }
  }

  emit(operation: Operation): void {
    this.#operations.push(operation);
  }

  #value(value: Omit<Value, 'id'>): Value {
    return { id: this.#values++, ...value };
  }

  #placed(place: Place, name: string, shape: readonly number[], type: ElementType): Value {
    return this.#value({ name, shape, type, place });
  }

  /** @param type by default that of activations */
  temporary(name: string, shape: readonly number[], type: ElementType = this.options.type): Value {
    return this.#placed({ kind: 'temporary' }, name, shape, type);
  }

  input(name: string, shape: readonly number[], type: ElementType): Value {
    const value = this.#placed({ kind: 'input' }, name, shape, type);
    this.#inputs.push(value);
    return value;
  }

  result(name: string, shape: readonly number[], type: ElementType): Value {
    const value = this.#placed({ kind: 'result' }, name, shape, type);
    this.#results.push(value);
    return value;
  }

  constant(name: string, shape: readonly number[], data: Float32Array<ArrayBuffer>): Value {
    return this.#placed({ kind: 'constant', data }, name, shape, 'float32');
  }

  state(name: string, shape: readonly number[], start: Float32Array<ArrayBuffer>): Value {
    return this.#placed({ kind: 'state', start }, name, shape, 'float32');
  }

  arena(...part: Parameters<typeof inArena>): Value {
    return this.#value(inArena(...part));
  }

  /** The trained array of a layer's weight. */
  trained({ name }: Weight): TrainedArray {
    const { value, half, gradient } = this.#parameters.get(name)!;
    return { value, operand: half ?? value, gradient: gradient! };
  }

  /** A temporary value as parts of this shape; itself where there is one name. */
  split(whole: Value, names: readonly string[], shape: readonly number[]): Value[] {
    if (names.length === 1) return [whole];
    return names.map((name, at) =>
      this.#placed({ kind: 'part', whole, offset: at * sizeOf({ shape }) }, name, shape, whole.type),
    );
  }

  /**
   * Trained arrays of one shape at equal distances in an arena as one array that covers them all.
   * @returns null where their distances differ
   */
  trainedTogether(weights: readonly Weight[]): TrainedTogether | null {
    const arrays = weights.map((weight) => this.trained(weight));
    const distance = equalDistance(arrays.map(({ value }) => value));
    if (distance === null) return null;
    const cover = ({ name, type, place, shape }: Value) => {
      const size = distance * (weights.length - 1) + sizeOf({ shape });
      return this.#placed(place, `${name} and ${weights.length - 1} more`, [size], type);
    };
    const { value, operand, gradient } = arrays[0]!;
    const array = { value: cover(value), operand: cover(operand), gradient: gradient && cover(gradient) };
    return { array, distance };
  }

  /** Emits steps as an operation of their own; fusing appends them to the one that computes the input. */
  elementwise(name: string, shape: readonly number[], input: Value, epilogue: readonly Step[]): Value {
    const out = this.temporary(name, shape);
    this.emit({ kind: 'elementwise', input: { value: input, index: { kind: 'same' } }, out, epilogue });
    return out;
  }

  /** The value in another element type; itself where it has that type. */
  inType(value: Value, shape: readonly number[], type: ElementType): Value {
    if (value.type === type) return value;
    const out = this.temporary(`${value.name} in ${type}`, shape, type);
    this.#copy(value, out);
    return out;
  }

  /** Makes the output of the last operations a result; copies it where it is none of their own or has another type. */
  asResult(value: Value, name: string, type: ElementType): void {
    if (value.type === type && value.place.kind === 'temporary') {
      value.place = { kind: 'result' };
      this.#results.push(value);
    } else {
      this.#copy(value, this.result(name, value.shape, type));
    }
  }

  #copy(value: Value, out: Value): void {
    this.emit({ kind: 'elementwise', input: { value, index: { kind: 'same' } }, out, epilogue: [] });
  }

  /** A unique number for each dropout layer. */
  dropoutLayer(): number {
    return this.#dropouts++;
  }

  graph(): Graph {
    return {
      operations: this.#operations,
      parameters: [...this.#parameters.values()],
      blocks: this.layout.blocks,
      inputs: this.#inputs,
      results: this.#results,
      lossScale: this.lossScale,
    };
  }
}
