/**
 * @file The first two steps of a net on an emulated GPU. A whole repetition takes eleven, each of which takes such a GPU ten
 * seconds or more for a large net.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';
import { comparisonSchema } from '../data/contract/proof.ts';
import type { EngineId, WorkloadId } from '../data/contract/words.ts';

/** Engines whose first steps can be taken without a repetition. */
export const FIRST_STEPS: readonly EngineId[] = ['webgpu', 'tfjs-webgpu'];

/** Losses of two steps, and what the check compares of the steps with the reference. */
const foundSchema = z.strictObject({
  losses: z.array(z.number()).length(2),
  comparisons: z.array(comparisonSchema),
});

/**
 * Takes the steps in a process of its own: the losses, the gradient of every array in the first step, how far every array is
 * from its start after each, and the running averages after the first.
 */
export async function takeFirstSteps(
  engine: EngineId,
  net: WorkloadId,
  deadlineMs: number,
): Promise<z.infer<typeof foundSchema>> {
  const program = join(import.meta.dirname, 'testing', 'first-steps.ts');
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', program, engine, net],
    // Here lavapipe computes longer than it compiles: wide vectors save two fifths of the time (transformer-encoder).
    { timeout: deadlineMs, env: { ...process.env, LP_NATIVE_VECTOR_WIDTH: '256' } },
  );
  return foundSchema.parse(JSON.parse(stdout));
}
