/** @file The proof that a cell computed the right thing: what was compared, how far it was off, and the bound. */
import * as z from 'zod';
import { count, finite, text } from './words.ts';

/** What a check can compare; `runner/worker/check/rules.md` says how. */
export const comparisonSchema = z.strictObject({
  of: z.enum([
    'outputs',
    'outputs of altered inputs',
    'outputs after the loop',
    'first loss',
    'losses',
    'gradients',
    'gradient directions',
    'first updates',
    'second updates',
    'running averages',
    'loss with dropout',
    'gradients with dropout',
    'gradient shares with dropout',
    'masks of dropout',
    'zeros of dropout',
    'scale of dropout',
    'masks of gradients',
    'scale of gradients',
    'draws of dropout',
    'step in parts',
    'equal samples',
    'steps counted',
    'last loss',
    'movement',
    'first loss after the loop',
    'gradients after the loop',
    'gradient directions after the loop',
    'first updates after the loop',
    'running averages after the loop',
    'work after the wait',
    'work on new inputs',
  ]),
  error: finite(0, 1e30),
  /** Largest error that passes. */
  tolerance: finite(0, 1),
});
export type Comparison = z.infer<typeof comparisonSchema>;

/** Fields of every check that compares; files of older runners lack them. */
const proof = {
  /** Every comparison of the first repetition, before and after the timed loop; empty in older files. */
  comparisons: z.array(comparisonSchema).max(100),
  /**
   * Whether the reference was compared with the very function that was timed, at its batch and length; false where its
   * batch cannot hold whole copies of the reference's samples, null in older files.
   */
  measured: z.boolean().nullable(),
};

/** The proof that the right thing was computed. */
export const checkSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('output'),
    /**
     * Rows of the output that were compared before the timed loop. Those that `comparisons` tell of after it are not counted;
     * before December 2026 the engines in Python counted them, too.
     */
    rows: count(1),
    /** Largest |output - reference| divided by the largest |reference| of the row. */
    maxRelativeError: finite(0, 1e30),
    tolerance: finite(0, 1),
    passed: z.boolean(),
    ...proof,
  }),
  z.strictObject({
    kind: z.literal('loss-trajectory'),
    /** Loss before each of the first optimizer steps, from the bit-exact weights and batch. */
    losses: z.array(finite(-1e30, 1e30)).min(1).max(100),
    /**
     * The error of the comparison that is closest to its bound, or furthest above it; null if this workload has no
     * reference yet.
     */
    maxRelativeError: finite(0, 1e30).nullable(),
    /** Bound on that error; null as above. Without a reference, `passed` means that the losses are finite and decrease. */
    tolerance: finite(0, 1).nullable(),
    passed: z.boolean(),
    ...proof,
  }),
  z.strictObject({
    kind: z.literal('next-token'),
    /**
     * What the probabilities of the next token were compared with: those of the same weights in float64 (`reference`), or
     * those of the engine itself when it processes the prompt token by token instead of at once (`itself`).
     */
    against: z.enum(['reference', 'itself']),
    /** Positions that were compared: of the prompt, and the last one of a trace that is read after the loop. */
    positions: count(1),
    /** Largest |p - expected| divided by the largest expected probability of its position. */
    maxRelativeError: finite(0, 1e30),
    tolerance: finite(0, 1),
    passed: z.boolean(),
  }),
  z.strictObject({
    kind: z.literal('none'),
    /** Why nothing could be compared, for example because the program times itself and returns no output. */
    why: text(300),
    maxRelativeError: z.null(),
    passed: z.null(),
  }),
]);
export type Check = z.infer<typeof checkSchema>;
