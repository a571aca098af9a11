/** @file The share of a peak, which is known only up to 1: a rate above what is taken for the peak shows that it is none. Pure. */
import type { Row } from '../../contract/leaderboard.ts';

type Share = Pick<Row, 'utilization' | 'utilizationOf'>;

/** The share of a peak, or of none if the share is unknown or above 1, which no row may say. */
export function shareOfPeak(share: number | null, of: Row['utilizationOf']): Share {
  return share === null || of === null || share > 1
    ? { utilization: null, utilizationOf: null }
    : { utilization: share, utilizationOf: of };
}
