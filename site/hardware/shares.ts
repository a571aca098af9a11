/** @file How fast an engine was next to the fastest other engine, for its page. Pure. */
import type { EngineShare, Shares } from '../../data/contract/tables/engine-share.ts';
import type { EngineId } from '../../data/contract/words.ts';
import { formatShare } from '../rows/format.ts';

export interface ShareLine {
  device: EngineShare['device'];
  dtype: EngineShare['dtype'];
  /** Names of the devices on which both were measured. */
  devices: readonly string[];
  /** The median, with the range where it has one: "91 % (55 % to 120 %)". */
  share: string;
  /** The engine that it was compared with, and in which dtype. */
  fastest: { id: EngineId; dtype: EngineShare['dtype'] };
  comparisons: number;
}

/** Two lines for an engine that was compared in its own dtype and in another one. */
export function shareLines(shares: readonly EngineShare[], engine: EngineId): ShareLine[] {
  return shares
    .filter((one) => one.engine === engine)
    .flatMap(({ device, dtype, devices, sameDType, otherDType }) =>
      [sameDType, otherDType]
        .filter((one) => one !== null)
        .map((one) => ({
          device,
          dtype,
          devices,
          share: shareWords(one),
          fastest: { id: one.engine, dtype: one.dtype },
          comparisons: one.works,
        })),
    );
}

const rounded = (share: number): string => formatShare(Number(share.toPrecision(2)));

function shareWords({ low, median, high }: Shares): string {
  if (low === high) return rounded(median);
  return `${rounded(median)} (${rounded(low)} to ${rounded(high)})`;
}
