/** @file A result as its link carries it and its card shows it. */
import type { ChipRun } from '../axis/placed.ts';

/** What the fragment of an address begins with that holds a result. */
export const FRAGMENT = '#result=';

export interface Sent {
  /** The day on which it was measured, UTC: "2026-11-27". */
  day: string;
  /** "Chrome 141" */
  browser: string;
  /** "Windows" */
  system: string;
  runs: readonly ChipRun[];
}
