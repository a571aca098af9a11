/** @file Half precision on the host. TypeScript's library of this project does not declare Float16Array. */

type HalfArray = ArrayLike<number> & { buffer: ArrayBuffer };
type HalfArrayConstructor = new (source: ArrayLike<number> | ArrayBuffer) => HalfArray;

/** Part of Node since version 24. */
const { Float16Array } = globalThis as unknown as { Float16Array: HalfArrayConstructor };

export const halfBits = (values: ArrayLike<number>): Uint16Array<ArrayBuffer> =>
  new Uint16Array(new Float16Array(values).buffer);

export const halfValues = (bits: ArrayBuffer): Float32Array<ArrayBuffer> =>
  Float32Array.from(new Float16Array(bits));
