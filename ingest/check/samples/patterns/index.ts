/** @file Every pattern that measured samples do not have. */
import { flat } from './flat.ts';
import { order } from './order.ts';
import type { PatternCheck } from './pattern.ts';
import { prediction } from './prediction.ts';
import { resolution } from './resolution.ts';
import { spacing } from './spacing.ts';
import { values } from './values.ts';
import { variation } from './variation.ts';

export const patterns: readonly PatternCheck[] = [
  resolution,
  variation,
  prediction,
  order,
  values,
  spacing,
  flat,
];
