/** @file Reads some rows of a large result for a check. */
import type { Executable } from '../backend.ts';
import type { Value } from '../graph/value.ts';

/** Rows of a result [..., width], whose outer dimensions are merged. */
export async function readRows(
  executable: Executable,
  value: Value,
  rows: readonly number[],
): Promise<Float32Array[]> {
  const width = value.shape.at(-1)!;
  // All are queued before the first is awaited.
  return Promise.all(rows.map((row) => executable.read(value, row * width, width)));
}
