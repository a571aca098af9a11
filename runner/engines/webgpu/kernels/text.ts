/** @file Small pieces of WGSL that all generators use: types, literals, loads and stores of one element or of four. */

import type { ElementType } from '../../compiled/graph/value.ts';
import { type Binding, scalarOf } from './kernel.ts';

/** Elements that are computed at once. */
export type Width = 1 | 4;

/** The type of a computed value: all arithmetic is float32. */
export const computed = (width: Width): string => (width === 4 ? 'vec4<f32>' : 'f32');

/** A float32 literal. */
export const float = (value: number): string => (Number.isInteger(value) ? value.toFixed(1) : String(value));

/** A value of the computed type, the same in all components. */
export const splat = (width: Width, value: number): string => `${computed(width)}(${float(value)})`;

/** Reads `binding` at an index that counts elements or vectors, as it is bound, as float32. */
export function load({ name, element }: Pick<Binding, 'name' | 'element'>, index: string): string {
  const read = `${name}[${index}]`;
  if (!element.includes('f16')) return read;
  return element.startsWith('vec4') ? `vec4<f32>(${read})` : `f32(${read})`;
}

/** Writes a float32 value to `binding`, rounded to its type. */
export function store(
  { name, element }: Pick<Binding, 'name' | 'element'>,
  index: string,
  value: string,
): string {
  return `${name}[${index}] = ${element.includes('f16') ? `${element}(${value})` : value};`;
}

/** The type in which `width` elements are stored. */
export const stored = (type: ElementType, width: Width): string =>
  width === 4 ? `vec4<${scalarOf(type)}>` : scalarOf(type);
