/** @file Windows in a fingerprint, three numbers each. */
import type { Fingerprint } from '../../contract/check.ts';

/** Numbers of a window in a fingerprint; the first is its key. */
export const NUMBERS = 3;

/** A window of a fingerprint. */
export interface Window {
  key: number;
  shape: number;
  /** Position of its first sample; -1 for a window of samples in order of their size. */
  at: number;
}

/** Above the width of every window; the last digit of a key in this base is the width. */
export const WIDEST = 10;

export const windowsOf = ({ length }: Fingerprint): number => length / NUMBERS;

/** The window that starts at a position of a fingerprint. */
export const windowAt = (fingerprint: Fingerprint, start: number): Window => ({
  key: fingerprint[start]!,
  shape: fingerprint[start + 1]!,
  at: fingerprint[start + 2]!,
});
