/** @file Every lie that the generator tells. */
import { careful } from './careful.ts';
import { copies } from './copies.ts';
import { identity } from './identity.ts';
import type { Lie } from './lie.ts';
import { mixed } from './mixed.ts';
import { samples } from './samples.ts';
import { times } from './times.ts';
import { work } from './work.ts';

export const lies: readonly Lie[] = [
  ...times,
  ...samples,
  ...copies,
  ...work,
  ...identity,
  ...mixed,
  ...careful,
];
