/** @file Checks the next-token probabilities that an engine computes. */
import type { Check } from '../../data/contract/proof.ts';
import references from './references.json' with { type: 'json' };

type NextToken = Extract<Check, { kind: 'next-token' }>;

/** Expected next-token probabilities, by token, after one position of a prompt. */
export interface Expected {
  position: number;
  probabilities: ReadonlyMap<number, number>;
}

/** A prompt and the expected probabilities at some of its positions. */
export interface Reference {
  prompt: readonly number[];
  expected: readonly Expected[];
}

/** Length of the prompt with which an engine is compared with itself, and the compared positions. */
export const OWN_PROMPT = { tokens: 16, positions: [3, 7, 11, 15] } as const;

/**
 * Engines round activations to 8 bits before multiplying them with quantized weights. The error is half a step of 1/127
 * of the largest of 32 values, about 0.7 % of a value in each product. Over 24 layers it changes the probabilities of
 * the likeliest tokens of the generated models by up to 6 %; twice that is allowed. For comparison, attention without
 * positions is off by 50 %, a missing layer by 20 %.
 */
export const TOLERANCE = references.tolerance;

/** SHA-256 of every file with reference probabilities. */
export const referenceModels: readonly string[] = references.models.map(({ sha256 }) => sha256);

/** The float64 reference probabilities for a file; null if there are none. */
export function findReference(sha256: string): Reference | null {
  const model = references.models.find((one) => one.sha256 === sha256);
  if (model === undefined) return null;
  const expected = model.positions.map(({ position, tokens, probabilities }) => ({
    position,
    probabilities: new Map(tokens.map((token, i) => [token, probabilities[i]!])),
  }));
  return { prompt: model.prompt, expected };
}

/**
 * Compares the probabilities of the expected tokens, position by position.
 * @param found In the order of `expected`, with at least its tokens.
 */
export function compare(
  against: NextToken['against'],
  found: readonly ReadonlyMap<number, number>[],
  expected: readonly Expected[],
): NextToken {
  const errors = expected.map(({ probabilities }, i) => {
    let most = 0;
    let largest = 0;
    for (const [token, probability] of probabilities) {
      const difference = Math.abs((found[i]?.get(token) ?? Number.NaN) - probability);
      most = Math.max(most, Number.isNaN(difference) ? 1e30 : difference);
      largest = Math.max(largest, probability);
    }
    return Math.min(1e30, most / largest);
  });
  const maxRelativeError = Math.max(...errors);
  return {
    kind: 'next-token',
    against,
    positions: expected.length,
    maxRelativeError,
    tolerance: TOLERANCE,
    passed: maxRelativeError <= TOLERANCE,
  };
}
