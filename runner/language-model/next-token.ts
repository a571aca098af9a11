/** @file Whether an engine computes the right probabilities of the next token. */
import type { Check } from '../../data/contract/outcome.ts';
import references from './references.json' with { type: 'json' };

type NextToken = Extract<Check, { kind: 'next-token' }>;

/** Probabilities of the next token after each of some positions of a prompt, by token. */
export interface Expected {
  position: number;
  probabilities: ReadonlyMap<number, number>;
}

/** What is asked of an engine, and what the answers should be. */
export interface Reference {
  prompt: readonly number[];
  expected: readonly Expected[];
}

/** Tokens of the prompt on which an engine is compared with itself, and the positions after which it is. */
export const OWN_PROMPT = { tokens: 16, positions: [3, 7, 11, 15] } as const;

/**
 * Engines round activations to 8 bits before they meet quantised weights: half a step of 1/127 of the largest of 32, and so
 * about 0.7 % of a value in each product. Over 24 layers that moves the likeliest tokens of the generated models by up to
 * 6 %. Twice that is allowed. Attention without positions errs by 50 %, a missing layer by 20 %.
 */
export const TOLERANCE = references.tolerance;

/** The float64 probabilities that the repository keeps for a file; null where it keeps none. */
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
 * Compares positions one by one; of each, the tokens that are expected.
 * @param found In the order of `expected`, and with every token of it.
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
