/** @file The widest arithmetic units of a family of processors: the lines of `processor-units.json`. */
import * as z from 'zod';
import { count, finite, text } from '../words.ts';

export const processorUnitsSchema = z.strictObject({
  /** Instruction set; Apple's processors have a matrix unit of their own. */
  family: z.enum(['x64', 'arm64', 'apple']),
  /** Operations of the widest unit in one cycle, a multiply-add counting as two. `half` = float16 or bfloat16. */
  opsPerCycle: z.strictObject({ float32: count(1), half: count(1), integer: count(1) }),
  /** Cores that share the unit; 1 if each has its own. */
  sharedBy: count(1, 64),
  /** Above the clock of every processor of the family, GHz. */
  highestGHz: finite(0.1, 20),
  source: text(600),
});
export type ProcessorUnits = z.infer<typeof processorUnitsSchema>;
