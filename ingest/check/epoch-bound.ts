/** @file P3 and P4: an epoch holds a known number of operations, so it cannot end before the device could do them. */
import { peakTflops } from '../value.ts';
import type { Check, Finding } from './check.ts';

/** As for a matrix product: boost clocks and overclocking. */
const OVERCLOCKED = 1.35;

/** Winograd's algorithm saves up to four multiplications of a 3 x 3 convolution (Lavin & Gray 2015, arXiv 1509.09308). */
const WINOGRAD = 4;

export const epochBound: Check = ({ measurements }) =>
  measurements.flatMap((measurement): Finding[] => {
    const { achievedTflops, cell, facts, hardware, value } = measurement;
    const peak = peakTflops(hardware, cell.device.kind, cell.dtype);
    if (facts.metric !== 'secondsPerEpoch' || peak === null || achievedTflops === null) return [];
    const share = achievedTflops / peak.value;
    if (share <= OVERCLOCKED) return [];
    const limit = facts.convolutional ? WINOGRAD : OVERCLOCKED;
    return [
      {
        check: 'p4-too-fast',
        verdict: share > limit && peak.verified ? 'quarantine' : 'flag',
        measurement,
        text: `${value.toPrecision(4)} s per epoch means ${achievedTflops.toPrecision(3)} TFLOP/s, ${share.toFixed(2)} times the peak of ${hardware!.name}`,
      },
    ];
  });
