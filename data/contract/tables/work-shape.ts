/** @file The sizes at which the runner measures a workload unless a user chooses others: the lines of `work-shapes.generated.json`. */
import * as z from 'zod';
import { cellSchema } from '../cell.ts';
import { recipeSchema } from '../words.ts';

export const workShapeSchema = z.strictObject({
  ...cellSchema.pick({ workload: true, mode: true, batchSize: true, size: true, sequenceLength: true }).shape,
  /** Null if both recipes have these sizes. */
  recipe: recipeSchema.nullable(),
});
export type WorkShape = z.infer<typeof workShapeSchema>;
