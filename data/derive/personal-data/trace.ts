/** @file The interface of a kind of trace, and what its patterns share. */

/** A kind of trace. */
export interface Trace {
  /** After "contains". */
  kind: string;
  /** Matches wherever one of `patterns` does, and at once says that most texts have none of them. */
  needs: RegExp;
  /**
   * Global, so that they also remove. Their repetitions are bounded or do not overlap, so that their time is linear. Without
   * the flags `i` and `u` together, which make them slow.
   */
  patterns: readonly RegExp[];
}

export const notAfterWord = '(?<![A-Za-z0-9_])';
export const notBeforeWord = '(?![A-Za-z0-9_])';

/** A pattern that begins and ends at the ends of words. */
export const whole = (source: string, flags = 'gi') =>
  new RegExp(`${notAfterWord}(?:${source})${notBeforeWord}`, flags);

export const hex = '[0-9a-f]';

/** Letters and digits of any script. */
export const letter = String.raw`[\p{L}\p{M}\p{N}]`;

/** A pattern for small letters that takes capital ones, too: the flag `i` is slow beside the classes of Unicode. */
export function anyCase(source: string): string {
  return source.replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
}

/** Words of a label, then an equals sign or a colon, then a value. */
export const labelled = (labels: string, value: string) =>
  new RegExp(String.raw`(?<![A-Za-z0-9])(?:${labels})\s{0,3}[=:]\s{0,3}${value}`, 'gi');
