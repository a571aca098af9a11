/** @file The interface of a pattern that measured samples do not have. */

/** `certain` = no clock records such samples; `likely` = hardly ever. The text says what was observed, as a clause. */
export interface Pattern {
  certain: boolean;
  text: string;
}

/** Looks at the samples of one repetition in nanoseconds, in their order. */
export type PatternCheck = (samples: readonly number[]) => Pattern | null;

export const certain = (text: string): Pattern => ({ certain: true, text });
export const likely = (text: string): Pattern => ({ certain: false, text });
