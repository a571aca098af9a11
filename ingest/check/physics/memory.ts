/** @file P7: the memory used fits into the memory of the machine, and is large enough for the weights. */
import type { PeakMemory } from '../../../data/contract/outcome.ts';
import type { Machine } from '../../../data/contract/submission.ts';
import type { Measurement } from '../../values/measurement.ts';
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

function tooMuch(measurement: Measurement, machine: Machine): CheckFinding[] {
  const { peakMemory } = measurement.outcome;
  const bytes = peakMemory === null ? null : capacity(peakMemory.method, measurement, machine);
  if (peakMemory === null || bytes === null || peakMemory.bytes <= bytes) return [];
  const text = `a peak of ${gigabytes(peakMemory.bytes)} (${peakMemory.method}) is more than the ${gigabytes(bytes)} available`;
  // Drivers can move data from a full graphics card elsewhere; a process never uses more than the machine has.
  return peakMemory.method === 'rss-peak'
    ? [{ check: 'p7-memory', severity: 'reject', measurement, text: `${text}; measure again` }]
    : [{ check: 'p7-memory', severity: 'flag', measurement, text }];
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
  if (facts.parameters === null) return null;
  return { bytes: facts.parameters * (cell.dtype === 'float32' ? 4 : 2), words: 'the parameters' };
}

function tooLittle(measurement: Measurement): CheckFinding[] {
  const { peakMemory } = measurement.outcome;
  const weights = weightsOf(measurement);
  // The memory of a process does not include that of a graphics card.
  const elsewhere = measurement.cell.device.kind === 'gpu' && peakMemory?.method === 'rss-peak';
  if (peakMemory === null || weights === null || elsewhere || peakMemory.bytes >= weights.bytes) return [];
  const text = `a peak of ${gigabytes(peakMemory.bytes)} (${peakMemory.method}) is too small for the ${gigabytes(weights.bytes)} of ${weights.words}`;
  return [{ check: 'p7-memory', severity: 'flag', measurement, text }];
}

export const memory: Check = ({ file, measurements }) =>
  measurements.flatMap((one) => [...tooMuch(one, file.submission.machine), ...tooLittle(one)]);
