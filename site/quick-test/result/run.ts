/** @file What was measured on one device, as it is shown, sent in a link and drawn on a card. */
import type { Device } from '../../../data/contract/cell.ts';
import type { Summary } from './summary.ts';

export interface Run {
  /** The name is what the browser tells of it. */
  device: Pick<Device, 'kind' | 'name' | 'software'>;
  summaries: readonly Summary[];
}
