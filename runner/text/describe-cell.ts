/** @file Describes a cell in one line. Pure. */
import type { Cell, LanguageModel } from '../../data/contract/cell.ts';

/** Describes a cell, for example "vgg16-cifar100 train · optimized · tfjs-wasm on cpu · float32 · batch 256". */
export function describeCell(cell: Cell): string {
  const { workload, mode, recipe, engine, device, dtype, batchSize, size, sequenceLength, languageModel } =
    cell;
  const parts = [
    mode === 'op' ? workload : `${workload} ${mode}`,
    recipe,
    `${engine} on ${describeDevice(device)}`,
    dtype,
  ];
  if (batchSize !== null) parts.push(`batch ${batchSize}`);
  if (size !== null) parts.push(`size ${size}`);
  if (sequenceLength !== null) parts.push(`length ${sequenceLength}`);
  if (languageModel !== null) parts.push(...describeModel(languageModel));
  return parts.join(' · ');
}

/** The kind of a device, with its number if the machine has several GPUs: "gpu 1". */
export const describeDevice = ({ kind, software, index }: Cell['device']): string =>
  `${software ? 'software ' : ''}${kind}${index === undefined ? '' : ` ${index}`}`;

/** The quantization, for example "Q4_0"; if the GPU has only some of the layers, also their number. */
function describeModel({ quantization, gpuLayers }: LanguageModel): string[] {
  return [quantization, ...(gpuLayers === null || gpuLayers === 0 ? [] : [`${gpuLayers} layers on the GPU`])];
}
