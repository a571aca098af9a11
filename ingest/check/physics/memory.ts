/** @file P7: the memory used fits into the memory of the machine, and is large enough for the weights. */
import type { PeakMemory } from '../../../data/contract/outcome.ts';
import type { Machine } from '../../../data/contract/submission.ts';
import type { Measurement } from '../../values/measurement.ts';
import { MOST_MEMORY } from '../../values/most-memory.ts';
import type { Check, CheckFinding } from '../contract/check.ts';

/** Margin above the catalogue's memory: makers and drivers count gigabytes differently (12 GB is 12.88 GB to CUDA). */
const COUNTING = 1.08;

const gigabytes = (bytes: number) => `${(bytes / 1e9).toPrecision(3)} GB`;

/** Whether a method counts the memory of the machine; the others count the memory of a graphics card. */
const ofMachine: Record<PeakMemory['method'], boolean> = {
  'rss-peak': true,
  'mps-driver-polled': true,
  // On Apple silicon the GPU's memory is the machine's.
  'mlx-peak': true,
  'tf-peak': false,
  'gpu-allocated': false,
  'cuda-max-allocated': false,
  'allocator-peak': false,
};

/** The memory available, in bytes; null if unknown. */
function capacity(method: PeakMemory['method'], { cell, hardware }: Measurement, machine: Machine) {
  if (ofMachine[method]) return machine.memoryBytes;
  const { name, index } = cell.device;
  const named = machine.gpus.filter((gpu) => gpu.name === name);
  const reported = (named.find((gpu) => gpu === machine.gpus[index ?? -1]) ?? named[0])?.vramBytes ?? null;
  const listed = hardware?.memoryGB?.value ?? null;
  return reported ?? (listed === null ? null : listed * 1e9 * COUNTING);
}

/** Systems move what does not fit to a disk, whose part for that is seldom larger than the memory. */
const SWAPPED = 4;

/** More bytes than a counter can show: what is beyond a card lies in the memory of the machine. */
function mostBytes(method: PeakMemory['method'], measurement: Measurement, machine: Machine): number {
  const { memoryBytes } = machine;
  if (memoryBytes === null) return MOST_MEMORY;
  const onCard = ofMachine[method] ? 0 : (capacity(method, measurement, machine) ?? 0);
  return onCard + SWAPPED * memoryBytes;
}

function tooMuch(measurement: Measurement, machine: Machine): CheckFinding[] {
  const { peakMemory } = measurement.outcome;
  if (peakMemory === null) return [];
  const { bytes, method } = peakMemory;
  const finding = { check: 'p7-memory', measurement } as const;
  const most = mostBytes(method, measurement, machine);
  if (bytes > most) {
    const text = `a peak of ${gigabytes(bytes)} (${method}) is more than ${gigabytes(most)}, which the device and the machine cannot have together; measure again`;
    return [{ ...finding, severity: 'reject', text }];
  }
  const available = capacity(method, measurement, machine);
  if (available === null || bytes <= available) return [];
  const text = `a peak of ${gigabytes(bytes)} (${method}) is more than the ${gigabytes(available)} available`;
  // Drivers can move data from a full graphics card elsewhere; a process never uses more than the machine has.
  return method === 'rss-peak'
    ? [{ ...finding, severity: 'reject', text: `${text}; measure again` }]
    : [{ ...finding, severity: 'flag', text }];
}

/** The token embeddings, up to a third of a small model, may stay in the machine's memory. */
const ON_THE_CARD = 0.6;

/** The minimum size of the weights in bytes and what they are; null if they are unknown or split between two memories. */
function weightsOf({ cell, facts }: Measurement): { bytes: number; words: string } | null {
  const model = cell.languageModel;
  if (model !== null) {
    if (cell.device.kind === 'cpu') return { bytes: model.bytes, words: 'the file of the model' };
    return model.gpuLayers === null
      ? { bytes: ON_THE_CARD * model.bytes, words: 'the layers of the model' }
      : null;
  }
  const arrays = arraysOf(cell);
  if (arrays !== null) return arrays;
  if (facts.parameters === null) return null;
  if (cell.mode === 'train' || cell.mode === 'converge') {
    const copies = 2 + momentsOf(facts);
    return { bytes: facts.parameters * 4 * copies, words: 'the parameters, their gradients and moments' };
  }
  const whole = cell.dtype === 'float32' || cell.dtype === 'tf32';
  return { bytes: facts.parameters * (whole ? 4 : 2), words: 'the parameters' };
}

/** A product has two matrices and their product, a copy the original; null for other work. */
function arraysOf({ workload, size, dtype }: Measurement['cell']): { bytes: number; words: string } | null {
  if (size === null) return null;
  const each = size ** 2 * (dtype === 'float32' || dtype === 'tf32' ? 4 : 2);
  return workload === 'copy'
    ? { bytes: 2 * each, words: 'the matrix and its copy' }
    : { bytes: 3 * each, words: 'the matrices and their product' };
}

/** Values that the optimizer keeps for each parameter (Kingma & Ba 2015, arXiv 1412.6980: Adam has two moments). */
function momentsOf({ optimiser }: Measurement['facts']): number {
  if (optimiser === null) return 0;
  return optimiser.startsWith('Adam') ? 2 : 1;
}

/** Below this share of what must be in memory, the counter or the net is another one. */
const HELD_BELOW = 0.5;

function tooLittle(measurement: Measurement): CheckFinding[] {
  const { peakMemory } = measurement.outcome;
  const weights = weightsOf(measurement);
  // The memory of a process does not include that of a graphics card.
  const elsewhere = measurement.cell.device.kind === 'gpu' && peakMemory?.method === 'rss-peak';
  if (peakMemory === null || weights === null || elsewhere || peakMemory.bytes >= weights.bytes) return [];
  const text = `a peak of ${gigabytes(peakMemory.bytes)} (${peakMemory.method}) is too small for the ${gigabytes(weights.bytes)} of ${weights.words}`;
  // The pages of a model's file are counted differently from system to system.
  const certain = measurement.cell.languageModel === null && peakMemory.bytes < HELD_BELOW * weights.bytes;
  return [{ check: 'p7-memory', severity: certain ? 'quarantine' : 'flag', measurement, text }];
}

/** A GPU whose times are filed under a processor has no such memory. Older files may lack it. */
function notCounted(measurement: Measurement, { os }: Machine): CheckFinding[] {
  const { cell, outcome } = measurement;
  const isRecent = outcome.repetitions.every(({ elapsedNs }) => elapsedNs !== undefined);
  // There the runner reads the memory of every process that it starts (`runner/supervise/process.ts`).
  if (os.platform !== 'linux' || cell.device.kind === 'gpu' || outcome.peakMemory !== null || !isRecent)
    return [];
  const text = `the memory of the process was not counted, which the runner does on ${os.name}`;
  return [{ check: 'p7-memory', severity: 'flag', measurement, text }];
}

/** No engine and no product fits into less. */
const LEAST_BYTES = 2 ** 16;
/** A process with Node, or with Python and an engine, takes 40 MB before it computes anything; llama-bench has its model. */
const LEAST_OF_PROCESS = 2 ** 24;

function nothing(measurement: Measurement): CheckFinding[] {
  const { peakMemory } = measurement.outcome;
  if (peakMemory === null) return [];
  const { bytes, method } = peakMemory;
  if (bytes >= (method === 'rss-peak' ? LEAST_OF_PROCESS : LEAST_BYTES)) return [];
  const text = `a peak of ${bytes} bytes (${method}) is less than any engine needs`;
  return bytes === 0
    ? [{ check: 'p7-memory', severity: 'reject', measurement, text: `${text}; measure again` }]
    : [{ check: 'p7-memory', severity: 'flag', measurement, text }];
}

/** A model that fits neither into the card nor, with all of it, into the memory of the machine cannot have run. */
function tooLarge(measurement: Measurement, machine: Machine): CheckFinding[] {
  const { cell } = measurement;
  const model = cell.languageModel;
  if (model === null || machine.memoryBytes === null) return [];
  const card = cell.device.kind === 'gpu' ? capacity('gpu-allocated', measurement, machine) : 0;
  if (card === null || model.bytes <= card + machine.memoryBytes) return [];
  const text = `the model of ${gigabytes(model.bytes)} does not fit into the ${gigabytes(card + machine.memoryBytes)} of the machine`;
  return [{ check: 'p7-memory', severity: 'quarantine', measurement, text }];
}

export const memory: Check = ({ file: { submission }, measurements }) =>
  measurements.flatMap((one) => [
    ...tooMuch(one, submission.machine),
    ...tooLarge(one, submission.machine),
    ...nothing(one),
    ...tooLittle(one),
    ...(submission.runner.origin === 'browser' ? [] : notCounted(one, submission.machine)),
  ]);
