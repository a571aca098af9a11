/** @file Every lie that the generator tells. */
import { careful } from './careful.ts';
import { clever } from './clever.ts';
import { conditions } from './conditions.ts';
import { consistent } from './consistent.ts';
import { copies } from './copies.ts';
import { identity } from './identity.ts';
import { informed } from './informed.ts';
import type { Lie } from './lie.ts';
import { mixed } from './mixed.ts';
import { reshapes } from './reshaped.ts';
import { samples } from './samples.ts';
import { times } from './times.ts';
import { training } from './training.ts';
import { work } from './work.ts';

export const lies: readonly Lie[] = [
  ...times,
  ...samples,
  ...copies,
  ...work,
  ...identity,
  ...mixed,
  ...careful,
  ...clever,
  ...conditions,
  ...informed,
  ...consistent,
  ...training,
  ...reshapes,
];

/** The lies of some names, in their order. */
export function liesNamed(names: readonly string[]): readonly Lie[] {
  const unknown = names.find((name) => lies.every((lie) => lie.name !== name));
  if (unknown !== undefined)
    throw new Error(`LIES: "${unknown}" is no lie; choose from: ${lies.map(({ name }) => name).join('; ')}`);
  return lies.filter(({ name }) => names.includes(name));
}
