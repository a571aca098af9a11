/**
 * @file Compares our PyTorch worker with a hand-written bare loop, as in PyTorch's documentation, on the same net or
 * product: same batch, dtype, device and process. Short blocks of both alternate, so that a slow phase of the machine
 * affects both.
 */
import { join } from 'node:path';
import * as z from 'zod';
import { findWorkload } from '../../data/catalogue/index.ts';
import { resolveHardware } from '../../data/catalogue/resolve.ts';
import type { Cell, Device } from '../../data/contract/cell.ts';
import { newCell } from '../../data/contract/new-cell.ts';
import type { DType, Recipe } from '../../data/contract/words.ts';
import { peakTflops } from '../../data/derive/rate.ts';
import { quantile } from '../../data/derive/stats.ts';
import { flopsPerItem } from '../../data/derive/work.ts';
import { declare } from '../../runner/engines/python/declaration.ts';
import { askPython } from '../../runner/engines/python/testing/ask-python.ts';
import { engine as pytorch } from '../../runner/engines/pytorch/engine.ts';
import type { Model } from '../../runner/models/layers.ts';
import { PROTOCOL_VERSION, type Timing } from '../../runner/protocol/messages.ts';
import { probeEngine } from '../../runner/supervise/supervise.ts';
import { fashionCnn } from '../../runner/workloads/fashion-cnn.ts';
import { mnistCnn } from '../../runner/workloads/mnist-cnn.ts';
import { vgg16Cifar100 } from '../../runner/workloads/vgg16-cifar100.ts';

const PAIRS = 25;
/** Several, because the placement of arrays in memory differs between processes. */
const PROCESSES = 3;
/** Target shares of the bare loop's throughput. */
const TARGET = { train: 0.98, op: 0.8 };
const SEED = 1;
const limits = { deadlineMs: 300_000, signal: new AbortController().signal };

/** Has no effect except that an optimized sample covers several steps, as in a measurement. */
const timing: Timing = {
  minWarmUpSteps: 0,
  minWarmUpMs: 0,
  minSamples: 1,
  minMeasureMs: 0,
  maxMeasureMs: 1,
  exactSamples: null,
};

const comparedSchema = z.object({
  bareNs: z.array(z.number()).length(PAIRS),
  oursNs: z.array(z.number()).length(PAIRS),
  items: z.number(),
});
type Compared = z.infer<typeof comparedSchema>;

const training = (device: Device, model: Model, recipe: Recipe, dtype: DType = 'float32'): Cell =>
  newCell({
    workload: model.id,
    mode: 'train',
    engine: 'pytorch',
    device,
    recipe,
    dtype,
    batchSize: model.batchSize[recipe],
  });

const product = (device: Device, dtype: DType): Cell =>
  newCell({
    workload: 'matmul',
    mode: 'op',
    engine: 'pytorch',
    device,
    recipe: 'optimized',
    dtype,
    size: device.kind === 'gpu' ? 8192 : 1024,
  });

/** The small nets on all devices; cells that would take minutes on a CPU only on a GPU. */
function cellsOf(device: Device): Cell[] {
  const small = [mnistCnn, fashionCnn].flatMap((model) =>
    (['naive', 'optimized'] as const).map((recipe) => training(device, model, recipe)),
  );
  const dtypes = ['float32', 'bfloat16'] as const;
  const large = dtypes.map((dtype) => training(device, vgg16Cifar100, 'optimized', dtype));
  const products = dtypes.map((dtype) => product(device, dtype));
  return [...small, ...(device.kind === 'gpu' ? large : []), ...products];
}

const requestOf = (cell: Cell) => ({
  type: 'run',
  protocol: PROTOCOL_VERSION,
  cell,
  timing,
  runIndex: 0,
  seed: SEED,
  convergence: null,
  modelFile: null,
  declaration: declare({ cell, seed: SEED }),
});

/** Items per second of the median block. */
const throughput = (blocksNs: readonly number[], items: number): number =>
  (1e9 * items) / quantile(blocksNs, 0.5);

/** Ratios of adjacent blocks, which a slow phase of the machine affects equally. */
const pairRatios = ({ bareNs, oursNs }: Compared): number[] => bareNs.map((ns, i) => ns / oursNs[i]!);

function describe(cell: Cell, found: readonly Compared[]): string {
  const { workload, mode, recipe, dtype, batchSize, size, device } = cell;
  const { items } = found[0]!;
  const [bareNs, oursNs] = [found.flatMap((one) => one.bareNs), found.flatMap((one) => one.oursNs)];
  const ratios = found.flatMap(pairRatios);
  const ours = throughput(oursNs, items);
  const facts = findWorkload(workload)!;
  const tflops = (ours * flopsPerItem(facts, cell)!) / 1e12;
  const peak = peakTflops(resolveHardware(device.name, device.kind), device.kind, dtype);
  const epoch = mode === 'train' && facts.trainingSamples !== null ? facts.trainingSamples / ours : null;
  const columns = [
    ...[workload.padEnd(16), recipe.padEnd(10), dtype.padEnd(9), `${batchSize ?? size}`.padStart(5)],
    ...[throughput(bareNs, items), ours].map((value) => value.toPrecision(4).padStart(10)),
    ...[0.5, 0.25, 0.75].map((at) => quantile(ratios, at).toFixed(3).padStart(8)),
    `${mode === 'train' ? TARGET.train : TARGET.op}`.padStart(8),
    (epoch?.toPrecision(3) ?? '-').padStart(9),
    tflops.toPrecision(3).padStart(9),
    (peak === null ? '-' : `${((100 * tflops) / peak.value).toFixed(0)} %`).padStart(8),
  ];
  return `  ${columns.join('')}`;
}

export async function run(): Promise<string> {
  const worker = pytorch.worker();
  if ('reason' in worker) throw new Error(`pytorch: ${worker.reason}; ${worker.remedy}`);
  const probe = await probeEngine(pytorch, limits);
  if (!probe.available) throw new Error(`pytorch: ${probe.reason}; ${probe.remedy}`);
  const device = probe.devices[0]!;
  const compare = async (cell: Cell) =>
    comparedSchema.parse(
      await askPython(
        worker.command,
        join(import.meta.dirname, 'native.py'),
        { request: requestOf(cell), pairs: PAIRS },
        { OMP_NUM_THREADS: `${probe.observed.threads}` },
      ),
    );
  const lines: string[] = [];
  for (const cell of cellsOf(device)) {
    const found: Compared[] = [];
    for (let i = 0; i < PROCESSES; i++) found.push(await compare(cell));
    lines.push(describe(cell, found));
  }
  return [
    'native: our PyTorch worker against a bare loop; items per second, ratio as median and quartiles of pairs of blocks',
    `  PyTorch ${probe.version} on ${device.name} (${device.kind}), ${PROCESSES * PAIRS} pairs in ${PROCESSES} processes`,
    '  workload        recipe    dtype     batch      bare      ours   ratio     25%     75%  target  s/epoch  TFLOP/s of peak',
    ...lines,
  ].join('\n');
}
