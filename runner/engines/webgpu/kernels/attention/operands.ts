/** @file WGSL that reads and writes rows of an attention's arrays, [batch, length, heads, width], vector by vector. */
import type { AttentionShape } from '../../../compiled/graph/operation.ts';
import type { Value } from '../../../compiled/graph/value.ts';
import { type Binding, bind, scalarOf } from '../kernel.ts';
import { vectorsOf } from './blocks.ts';

const hasWholeVectors = ({ width }: AttentionShape): boolean => width % 4 === 0;

export const bindRows = (
  name: string,
  value: Value,
  access: Binding['access'],
  shape: AttentionShape,
): Binding => bind(name, value, access, hasWholeVectors(shape) ? 4 : 1);

/** Constants of a shape, and where a head starts: its row r is the row `origin + r * HEADS` of the array. */
export const shapeConstants = ({ length, heads, width }: AttentionShape): string => `
const LENGTH = ${length}u;
const HEADS = ${heads}u;
const WIDTH = ${width}u;
const VECTORS = ${vectorsOf(width)}u;
fn originOf(batch: u32, head: u32) -> u32 { return batch * LENGTH * HEADS + head; }`;

/** Declares `load_NAME(origin, row, vector)`: float32, zeros outside the array. */
export const loadFunction = (name: string, shape: AttentionShape): string => `
fn load_${name}(origin: u32, row: u32, vector: u32) -> vec4<f32> {
  if (row >= LENGTH || vector >= VECTORS) { return vec4<f32>(); }
  ${
    hasWholeVectors(shape)
      ? `return vec4<f32>(${name}[(origin + row * HEADS) * VECTORS + vector]);`
      : `let at = (origin + row * HEADS) * WIDTH + vector * 4u;
  var values = vec4<f32>();
  for (var part = 0u; part < min(4u, WIDTH - vector * 4u); part++) { values[part] = f32(${name}[at + part]); }
  return values;`
  }
}`;

/** Declares `store_NAME(origin, row, vector, values)`, which rounds to the type of the array and skips what is outside. */
export function storeFunction(name: string, value: Value, shape: AttentionShape): string {
  const scalar = scalarOf(value.type);
  return `
fn store_${name}(origin: u32, row: u32, vector: u32, values: vec4<f32>) {
  if (row >= LENGTH || vector >= VECTORS) { return; }
  ${
    hasWholeVectors(shape)
      ? `${name}[(origin + row * HEADS) * VECTORS + vector] = vec4<${scalar}>(values);`
      : `let at = (origin + row * HEADS) * WIDTH + vector * 4u;
  for (var part = 0u; part < min(4u, WIDTH - vector * 4u); part++) { ${name}[at + part] = ${scalar}(values[part]); }`
  }
}`;
}
