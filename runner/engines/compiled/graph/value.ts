/** @file Values of a graph: dense arrays whose shape, element type and place are known before anything runs. */

export type ElementType = 'float32' | 'float16' | 'int32';

export const ELEMENT_BYTES: Readonly<Record<ElementType, number>> = { float32: 4, float16: 2, int32: 4 };

/** Arrays of one length for all trained arrays together; each array has the same offset in all of them. */
export type Arena = 'parameters' | 'half-parameters' | 'gradients' | 'means' | 'squares';

/** Where the data of a value is. */
export type Place =
  /** Written by the host before a step: images, tokens, labels, operands. */
  | { kind: 'input' }
  /** Exists from the operation that writes it to the last one that reads it; shares memory with others. */
  | { kind: 'temporary' }
  /** Part of a temporary value; `offset` is in elements, at a multiple of 256 bytes. */
  | { kind: 'part'; whole: Value; offset: number }
  /** Readable by the host after a step: the loss, the outputs. Never shares memory. */
  | { kind: 'result' }
  /** Written once by the host, when the graph is built. */
  | { kind: 'constant'; data: Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer> }
  /** Kept from step to step, for example running averages; `start` is written by the host at a restart. */
  | { kind: 'state'; start: Float32Array<ArrayBuffer> }
  /** Part of an arena, which is cut into blocks so that each can be bound as a whole. `offset` is in elements. */
  | { kind: 'arena'; arena: Arena; block: number; offset: number };

export interface Value {
  /** Unique in its graph. */
  id: number;
  /** For messages, for example "3.kernel" or "5 conv2d". */
  name: string;
  /** Row-major, the last dimension contiguous. */
  shape: readonly number[];
  type: ElementType;
  place: Place;
}

/** The value whose memory a value uses. */
export const wholeOf = (value: Value): Value => (value.place.kind === 'part' ? value.place.whole : value);

/** Number of elements. */
export const sizeOf = ({ shape }: Pick<Value, 'shape'>): number => shape.reduce((all, n) => all * n, 1);

/** Bytes without padding. */
export const bytesOf = (value: Pick<Value, 'shape' | 'type'>): number =>
  sizeOf(value) * ELEMENT_BYTES[value.type];

/** Memory of a value is padded to whole vectors of this many bytes, so that kernels can read it in vectors. */
const VECTOR_BYTES = 16;

/** Bytes of the memory of a value. */
export const paddedBytes = (value: Pick<Value, 'shape' | 'type'>): number =>
  Math.ceil(bytesOf(value) / VECTOR_BYTES) * VECTOR_BYTES;
