/** @file An entry: one value of one computer with all that a row says of itself, before it is compared with others. */
import type { Hardware } from '../../data/contract/catalogue.ts';
import type { Cell } from '../../data/contract/cell.ts';
import type { Row } from '../../data/contract/leaderboard.ts';
import { sizesOf } from '../../data/derive/comparison-key.ts';
import { toSlug } from '../../data/derive/device-names.ts';

/** The fields of a row that only a comparison can fill in. */
type Compared = 'speedup' | 'speedupReason' | 'baselineValue' | 'rank' | 'rankBand' | 'rankReason';

export interface Candidate {
  row: Omit<Row, Compared>;
  /** Catalogue entry of the device; null where the name is not known. */
  hardware: Hardware | null;
  /** What was done differently from the workload's definition, a few words each; empty where nothing was. */
  variant: readonly string[];
  /** Why the value is shown but not ranked; null where it is ranked. */
  unranked: string | null;
  /** Why the value is doubted so much that it is not compared at all; null where it is not. */
  withheld: string | null;
}

/** What only a measurement of ours can say. */
export type Details = Pick<
  Row,
  'latency' | 'ladder' | 'largestBatch' | 'drift' | 'check' | 'peakMemory' | 'energy' | 'cost' | 'convergence'
>;

/** Nothing is known beside the value. */
export const noDetails: Details = {
  latency: null,
  ladder: null,
  largestBatch: null,
  drift: null,
  check: null,
  peakMemory: null,
  energy: null,
  cost: null,
  convergence: null,
};

/** Why an emulated GPU has no place: it would be ranked as what it is not. */
export const SOFTWARE_ADAPTER = 'A software adapter is no GPU.';

/**
 * What tells two models apart in an id: the format of the weights for the reader, the file by its SHA-256, and the layers
 * on the GPU where these are not all (a CPU has none).
 */
function modelWords({ languageModel, device }: Cell): string[] {
  if (languageModel === null) return [];
  const { quantization, sha256, gpuLayers } = languageModel;
  const partial = device.kind === 'gpu' && gpuLayers !== null;
  return [toSlug(quantization, 20), sha256.slice(0, 12), ...(partial ? [`layers${gpuLayers}`] : [])].filter(
    (word) => word !== '',
  );
}

/** Id of a value: computer, cell, device and variant. The same inputs give the same id. */
export function candidateId(machineId: string, cell: Cell, variant: readonly string[]): string {
  return [
    machineId,
    cell.workload,
    cell.mode,
    cell.engine,
    cell.device.kind,
    toSlug(cell.device.name, 60) || 'unnamed',
    cell.recipe,
    cell.dtype,
    ...sizesOf(cell).map(([name, value]) => `${name}${value}`),
    ...modelWords(cell),
    ...variant.map((words) => toSlug(words, 40)),
  ].join('.');
}
