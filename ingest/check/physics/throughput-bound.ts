/** @file P3: a forward pass has a known number of operations, so the device's peak limits the throughput. */

import type { Check } from '../contract/check.ts';
import { overArithmetic } from './arithmetic.ts';

export const throughputBound: Check = ({ measurements }) =>
  measurements
    .filter(({ cell }) => cell.mode === 'infer')
    .flatMap((one) =>
      overArithmetic(
        one,
        one.achievedTflops,
        'p3-too-fast',
        `${one.samplesPerSecond!.toPrecision(4)} samples/s`,
      ),
    );
