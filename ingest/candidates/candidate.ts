/** @file A candidate: one value of one machine with all fields of its row, before it is compared with others. */
import { type Cell, deviceId } from '../../data/contract/cell.ts';
import type { Row } from '../../data/contract/leaderboard.ts';
import { remembered } from '../../data/derive/cells/shared.ts';
import { sizesOf } from '../../data/derive/comparison-key.ts';
import { toSlug } from '../../data/derive/device-names.ts';
import type { Run } from './run.ts';

/** The fields of a row that only a comparison can fill in. */
type Compared =
  | 'speedup'
  | 'speedupReason'
  | 'speedupCi'
  | 'baselineValue'
  | 'rank'
  | 'rankBand'
  | 'rankReason';

export interface Candidate {
  row: Omit<Row, Compared>;
  /** Position in `results` of the measured cell behind the value; null for a published value. */
  measurement: number | null;
  /** The same for each entry of the ladder; empty without one. */
  rungs: readonly number[];
  /** How the work differs from the workload's definition, a few words each; empty if it does not. */
  variant: readonly string[];
  /** The runs behind the value, the one that was there first first; empty for a published value. */
  runs: readonly Run[];
  /** Why the value is shown but not ranked; null if it is ranked. */
  unranked: string | null;
  /** Why the value is too implausible to be compared at all; null if it is not. */
  withheld: string | null;
}

/** The fields that only measured rows have. */
export type Details = Pick<
  Row,
  | 'latency'
  | 'ladder'
  | 'largestBatch'
  | 'drift'
  | 'firstStepSeconds'
  | 'check'
  | 'peakMemory'
  | 'energy'
  | 'cost'
  | 'convergence'
>;

/** The details of a row that has none. */
export const noDetails: Details = {
  latency: null,
  ladder: null,
  largestBatch: null,
  drift: null,
  firstStepSeconds: null,
  check: null,
  peakMemory: null,
  energy: null,
  cost: null,
  convergence: null,
};

/** Why hardware without a bound is not ranked; the device follows. */
export const UNKNOWN_HARDWARE = 'Unknown hardware is shown, not ranked';

/** Why a software GPU is not ranked. */
export const SOFTWARE_ADAPTER = 'Software GPUs are not ranked.';

/**
 * The parts of an id that distinguish two models: the format of the weights, the SHA-256 of the file, and the number of
 * layers on the GPU if it has only some of them.
 */
function modelWords({ languageModel, device }: Cell): string[] {
  if (languageModel === null) return [];
  const { quantization, sha256, gpuLayers } = languageModel;
  const partial = device.kind === 'gpu' && gpuLayers !== null;
  return [toSlug(quantization, 20), sha256.slice(0, 12), ...(partial ? [`layers${gpuLayers}`] : [])].filter(
    (word) => word !== '',
  );
}

/** The part of an id that names what is computed and by what, and the one after it that names the programming interface. */
const engineWords = ({ workload, mode, engine, device }: Cell): string =>
  `${workload}.${mode}.${engine}.${deviceId(device)}`;
const apiWord = ({ device: { api } }: Cell): string => (api === 'none' || api === 'unknown' ? '' : `${api}.`);

/** The words of ids of a cell. */
const wordsOf = remembered((cell: Cell) => {
  const { device, recipe, dtype } = cell;
  const sizes = sizesOf(cell).map(([name, value]) => `${name}${value}`);
  return {
    engine: engineWords(cell),
    api: apiWord(cell),
    device: toSlug(device.name, 60) || 'unnamed',
    /** For how it was computed, after the device. */
    work: [recipe, dtype, ...sizes, ...modelWords(cell)].join('.'),
  };
});

/**
 * Id of a gap: without the programming interface, which it may not know because the device did not start. A value fills the
 * gaps of every interface.
 */
export function gapId(machineId: string, cell: Cell, hardware: string | null): string {
  const { engine, device, work } = wordsOf(cell);
  return `${machineId}.${engine}.${hardware ?? device}.${work}`;
}

/** Id of a value: machine, cell, device and variant. The same inputs give the same id. */
export function candidateId(
  machineId: string,
  cell: Cell,
  hardware: string | null,
  variant: readonly string[],
): string {
  const { engine, api, device, work } = wordsOf(cell);
  const id = `${machineId}.${engine}.${api}${hardware ?? device}.${work}`;
  return variant.length === 0 ? id : [id, ...variant.map((words) => toSlug(words, 40))].join('.');
}

/** Id of the gap that a value fills which is no sweep and has no variant: its own without the programming interface. */
export function filledGapId({ row }: Pick<Candidate, 'row'>): string {
  const before = `${row.machine.id}.${engineWords(row)}.`;
  return before + row.id.slice(before.length + apiWord(row).length);
}
