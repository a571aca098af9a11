/** @file The parts of the quick test: what each measures, and the sizes that it may have. Pure. */
import type { Cell, Device } from '../../../data/contract/cell.ts';
import type { DeviceKind } from '../../../data/contract/words.ts';
import { SWEEP_TOKENS } from '../../../runner/workloads/workload.ts';

export type PartId = 'product' | 'small-net' | 'half-product' | 'attention' | 'large-net';

type Sizes = Pick<Cell, 'batchSize' | 'size' | 'sequenceLength'>;

export interface Part extends Pick<Cell, 'workload' | 'mode' | 'dtype'> {
  id: PartId;
  /** Title of its results and of its axis. */
  title: string;
  /** `each`: all sizes in order, until one is left out. `first`: only the first that is affordable. */
  measure: 'each' | 'first';
  /** Empty where the engine of the device cannot compute the part. */
  sizes: Readonly<Record<DeviceKind, readonly Sizes[]>>;
}

/** What measures a device. Both engines run the same compiled nets. */
const ENGINES = { gpu: 'webgpu', cpu: 'wasm' } as const;

const nothing: Sizes = { batchSize: null, size: null, sequenceLength: null };
const sized = (size: number): Sizes => ({ ...nothing, size });
const batched = (batchSize: number): Sizes => ({ ...nothing, batchSize });
const sequences = (sequenceLength: number): Sizes => ({
  ...nothing,
  sequenceLength,
  batchSize: SWEEP_TOKENS / sequenceLength,
});

/** Rows and columns of the square matrices, smallest first. A CPU needs a second or more for one product of 4096. */
export const MATRIX_SIZES = { gpu: [256, 512, 1024, 2048, 4096], cpu: [256, 512, 1024, 2048] } as const;

/**
 * All parts in the order in which they are measured. Products come first, because their rate gives the time of the rest.
 * On a GPU the first batch of a net is that of its optimized recipe; the others are for slower devices. No batch is below
 * 16, the samples of a reference: a smaller one would need a second program for the check.
 */
export const parts: readonly Part[] = [
  {
    id: 'product',
    title: 'Matrix product, float32',
    workload: 'matmul',
    mode: 'op',
    dtype: 'float32',
    measure: 'each',
    sizes: { gpu: MATRIX_SIZES.gpu.map(sized), cpu: MATRIX_SIZES.cpu.map(sized) },
  },
  {
    id: 'small-net',
    title: 'Training the MNIST CNN, float32',
    workload: 'mnist-cnn',
    mode: 'train',
    dtype: 'float32',
    measure: 'first',
    sizes: { gpu: [256, 64, 16].map(batched), cpu: [256, 64, 16].map(batched) },
  },
  {
    id: 'half-product',
    title: 'Matrix product, float16',
    workload: 'matmul',
    mode: 'op',
    dtype: 'float16',
    measure: 'first',
    // WebAssembly has no float16.
    sizes: { gpu: MATRIX_SIZES.gpu.map(sized).toReversed(), cpu: [] },
  },
  {
    id: 'attention',
    title: 'Attention, float32',
    workload: 'attention',
    mode: 'op',
    dtype: 'float32',
    measure: 'first',
    sizes: { gpu: [1024, 256].map(sequences), cpu: [1024, 256].map(sequences) },
  },
  {
    id: 'large-net',
    title: 'Training VGG16, float32',
    workload: 'vgg16-cifar100',
    mode: 'train',
    dtype: 'float32',
    measure: 'first',
    sizes: { gpu: [256, 128, 64].map(batched), cpu: [64, 32, 16].map(batched) },
  },
];

/** The part that a cell belongs to. */
export function partOf({ workload, dtype }: Pick<Cell, 'workload' | 'dtype'>): Part {
  const part = parts.find((one) => one.workload === workload && one.dtype === dtype);
  if (part === undefined) throw new RangeError(`the quick test does not measure ${workload} in ${dtype}`);
  return part;
}

/** The cells of a part on a device, in the order of its sizes. */
export const cellsOf = ({ workload, mode, dtype, sizes }: Part, device: Device): Cell[] =>
  sizes[device.kind].map((one) => ({
    workload,
    mode,
    engine: ENGINES[device.kind],
    device,
    recipe: 'optimized',
    dtype,
    ...one,
    languageModel: null,
  }));

/**
 * The cells of a part on a device that was measured so far. A product in half precision has a size that was measured in
 * float32, so that both can be compared.
 */
export function cellsToTry(
  part: Part,
  device: Device,
  measured: readonly { cell: Pick<Cell, 'size'> }[],
): Cell[] {
  const cells = cellsOf(part, device);
  if (part.id !== 'half-product') return cells;
  const sizes = new Set(measured.map(({ cell }) => cell.size));
  return cells.filter(({ size }) => sizes.has(size));
}

/** The size of a cell within its part: "1024 × 1024", "batch 256", "1024 tokens". */
export function sizeOf({ size, sequenceLength, batchSize }: Sizes): string {
  if (size !== null) return `${size} × ${size}`;
  return sequenceLength === null ? `batch ${batchSize}` : `${sequenceLength} tokens`;
}
