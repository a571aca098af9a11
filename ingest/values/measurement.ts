/** @file A measured cell of a submission with the values derived from its samples. */
import type { Hardware, WorkloadFacts } from '../../data/contract/catalogue.ts';
import type { Cell } from '../../data/contract/cell.ts';
import type { Ok } from '../../data/contract/outcome.ts';
import type { MeasuredValue } from '../../data/derive/measured.ts';
import type { Ceilings } from './ceiling.ts';
import type { Peak } from './peak.ts';

/** A measured cell with the values derived from its samples. */
export interface Measurement extends MeasuredValue, Ceilings {
  /** Position in `results`. */
  index: number;
  cell: Cell;
  outcome: Ok;
  facts: WorkloadFacts;
  hardware: Hardware | null;
  /** How many of the device computed together: the processors of a machine; 1 for a GPU. */
  devices: number;
  /** What the device cannot exceed in this dtype; null if nothing is known about it. */
  peak: Peak | null;
}
