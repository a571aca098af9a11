/** @file Every engine: those for nets first, then by their preference, in the order in which they are tried by default. */
import type { Engine } from '../protocol/engine.ts';
import { declared } from './declared.generated.ts';

const rank = ({ computes, preference }: Engine): number =>
  (computes === 'nets' ? 0 : 1000) + Math.min(...Object.values(preference));

export const engines: readonly Engine[] = declared.toSorted((a, b) => rank(a) - rank(b));
