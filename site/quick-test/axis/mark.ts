/** @file A mark on an axis of the quick test. */
import type { Vendor } from '../../rows/named-row.ts';

export interface Mark {
  id: string;
  name: string;
  /** Origin of the value, shown under the name. */
  detail: string;
  /** In the unit of the axis. */
  value: number;
  /** `native`: measured without a browser; `browser`: measured in one; `peak`: the vendor's rating, not measured. */
  kind: 'native' | 'browser' | 'peak';
  vendor: Vendor;
  /** Whether the device is a CPU, which is drawn hollow. */
  cpu: boolean;
}

/** A native result. */
export interface NativeMark extends Mark {
  /** Id of the device as the box knows it: of the catalogue, or of a measured device outside of it. */
  hardware: string;
}
