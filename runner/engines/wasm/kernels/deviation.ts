/** @file The factor of a normalization. */
import { type Code, float, type Variable } from '../wat/code.ts';
import { constants, plus, type Vector } from '../wat/vector.ts';

/** 1 / sqrt(variance + epsilon) of an f32. */
export const inverseDeviation = (variance: Code | Variable, epsilon: number): Code =>
  `(f32.div ${float(1)} (f32.sqrt (f32.add ${variance} ${float(epsilon)})))`;

/** The same of each lane. */
export const inverseDeviations = (variance: Vector, epsilon: number): Code =>
  `(f32x4.div ${constants(1)} (f32x4.sqrt ${plus(variance, constants(epsilon))}))`;
