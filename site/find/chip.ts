/** @file A chip of the catalogue as the box finds it: its names and the few facts that tell it from others. */
import type { Hardware } from '../../data/contract/catalogue.ts';
import { hardwarePath, machinePath } from '../rows/links.ts';
import type { Vendor } from '../rows/named-row.ts';

export type Kind = Hardware['kind'];

export interface Chip {
  /** Catalogue id; of a device outside of the catalogue one that only this page knows. */
  id: string;
  name: string;
  vendor: Vendor;
  kind: Kind;
  /** Other names that mean it, without those that differ in spelling alone. */
  aliases: readonly string[];
  /** First year of sale; null if unknown. */
  year: number | null;
  /** Memory of a GPU in GB; null if unknown, and for a chip that is sold with many sizes. */
  memoryGB: number | null;
  /** Rated float32 peak in TFLOP/s; null if unknown. */
  tflops: number | null;
  /** Design or code name, "Turing", "Raptor Lake"; null if unknown. */
  design: string | null;
  /** Rows of the leaderboard; 0 for most chips. */
  results: number;
  /** Id of the machine with the results of a device outside of the catalogue; null for a chip of the catalogue. */
  machine: string | null;
}

/** The page with the results of a chip that has some. */
export const pageOf = ({ id, machine }: Chip): `/${string}` =>
  machine === null ? hardwarePath(id) : machinePath(machine);

/** Whether a chip computes as a GPU or as a CPU: a chip that contains both counts as its GPU. */
export const partOf = (kind: Kind): 'gpu' | 'cpu' => (kind === 'cpu' ? 'cpu' : 'gpu');
