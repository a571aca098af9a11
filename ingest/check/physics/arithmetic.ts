/** @file Compares the arithmetic behind a value with the peak of the device and with the fastest product of the run; shared by epochs and throughputs. */

import type { EngineId } from '../../../data/contract/words.ts';
import type { Measurement } from '../../values/measurement.ts';
import type { CheckFinding } from '../contract/check.ts';

/** Margin for boost clocks and overclocking, as for a matrix product. */
const OVERCLOCKED = 1.35;

/** Winograd's algorithm saves up to four multiplications of a 3 x 3 convolution (Lavin & Gray 2015, arXiv 1509.09308). */
export const WINOGRAD = 4;

/**
 * Multiplications that the convolutions of an engine of ours are known to save by it: `wasm` computes 2 x 2 outputs with 16
 * instead of 36. Other engines choose their algorithms themselves.
 */
const KNOWN_WINOGRAD: Partial<Record<EngineId, number>> = { wasm: 36 / 16 };

/** A limit that a value is held against. */
interface Limit {
  /** By the direct algorithm. */
  tflops: number;
  /** Whether a value above it is held back; otherwise it is only flagged. */
  certain: boolean;
  words: string;
}

/** The peak of the device; if the maker's is not listed, also what the fastest product of the run reached. */
function limitsOf({ cell, facts, peak, productTflops }: Measurement): Limit[] {
  const bound = peak === null ? [] : [{ ...peak, certain: peak.verified }];
  if (peak?.rated || productTflops === null) return bound;
  // A product only shows what the device reaches at least: another size may be faster.
  const saved = (facts.convolutional && KNOWN_WINOGRAD[cell.engine]) || 1;
  const algorithm = saved === 1 ? '' : ' would by Winograd’s algorithm';
  const words = `what the fastest product of the same engine reached in this run${algorithm}`;
  return [...bound, { tflops: saved * productTflops, certain: false, words }];
}

/** Findings about a value whose TFLOP/s by the direct algorithm exceed a limit; `shown` is the value as text. */
export function overArithmetic(
  measurement: Measurement,
  tflops: number | null,
  check: string,
  shown: string,
): CheckFinding[] {
  if (tflops === null) return [];
  const most = measurement.facts.convolutional ? WINOGRAD : OVERCLOCKED;
  return limitsOf(measurement).flatMap((limit): CheckFinding[] => {
    const share = tflops / limit.tflops;
    if (share <= OVERCLOCKED) return [];
    const severity = share > most && limit.certain ? 'quarantine' : 'flag';
    const text = `${shown} would take ${tflops.toPrecision(3)} TFLOP/s, ${share.toFixed(2)} times ${limit.words}`;
    return [{ check, severity, measurement, text }];
  });
}
