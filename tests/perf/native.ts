/**
 * @file Our PyTorch worker against a bare loop over the same net, written by hand as PyTorch's documentation teaches: same
 * batch, same dtype, same device, same process. Short blocks of both take turns, so that a slow spell hits both.
 */
import { join } from 'node:path';
import * as z from 'zod';
import type { Cell, Device } from '../../data/contract/cell.ts';
import { quantile } from '../../data/contract/stats.ts';
import type { Recipe } from '../../data/contract/words.ts';
import { declare } from '../../runner/engines/python/declaration.ts';
import { askPython } from '../../runner/engines/python/fixtures.ts';
import { pytorch } from '../../runner/engines/pytorch/engine.ts';
import { fashionCnn } from '../../runner/models/fashion-cnn.ts';
import type { Model } from '../../runner/models/layers.ts';
import { mnistCnn } from '../../runner/models/mnist-cnn.ts';
import { PROTOCOL_VERSION, type Timing } from '../../runner/protocol.ts';
import { probeEngine } from '../../runner/supervise.ts';

const PAIRS = 15;
/** Where arrays happen to lie in memory is another in each process. */
const PROCESSES = 3;
/** Share of the bare loop's throughput that ours shall reach. */
const TARGET = 0.98;
const SEED = 1;
/** Of no effect but that an optimized sample covers several steps, as in a measurement. */
const timing: Timing = {
  ...{ minWarmUpSteps: 0, minWarmUpMs: 0, minSamples: 1, minMeasureMs: 0, maxMeasureMs: 1 },
  exactSamples: null,
};
const limits = { deadlineMs: 300_000, signal: new AbortController().signal };

const comparedSchema = z.object({
  bareNs: z.array(z.number()).length(PAIRS),
  oursNs: z.array(z.number()).length(PAIRS),
  items: z.number(),
});
type Compared = z.infer<typeof comparedSchema>;

function requestOf(device: Device, model: Model, recipe: Recipe) {
  const cell: Cell = {
    ...{ workload: model.id, mode: 'train', engine: 'pytorch', device, recipe, dtype: 'float32' },
    ...{ batchSize: model.batchSize[recipe], size: null, sequenceLength: null, languageModel: null },
  };
  return {
    ...{ type: 'run', protocol: PROTOCOL_VERSION, cell, timing, runIndex: 0, seed: SEED },
    ...{ convergence: null, modelFile: null },
    declaration: declare({ cell, seed: SEED }),
  };
}

/** Items a second at the median block. */
const throughput = (blocksNs: readonly number[], items: number): number =>
  (1e9 * items) / quantile(blocksNs, 0.5);

/** Of neighbouring blocks, which a slow spell hits alike. */
const pairRatios = ({ bareNs, oursNs }: Compared): number[] => bareNs.map((ns, i) => ns / oursNs[i]!);

function describe(model: Model, recipe: Recipe, found: readonly Compared[]): string {
  const { items } = found[0]!;
  const [bareNs, oursNs] = [found.flatMap((one) => one.bareNs), found.flatMap((one) => one.oursNs)];
  const ratios = found.flatMap(pairRatios);
  const columns = [
    model.id.padEnd(12),
    recipe.padEnd(10),
    `${model.batchSize[recipe]}`.padStart(6),
    throughput(bareNs, items).toFixed(0).padStart(10),
    throughput(oursNs, items).toFixed(0).padStart(10),
    ...[0.5, 0.25, 0.75].map((at) => quantile(ratios, at).toFixed(3).padStart(8)),
  ];
  return `  ${columns.join('')}`;
}

export async function run(): Promise<string> {
  const worker = pytorch.worker();
  if ('why' in worker) throw new Error(`pytorch: ${worker.why}; ${worker.mend}`);
  const probe = await probeEngine(pytorch, limits);
  if (!probe.available) throw new Error(`pytorch: ${probe.why}; ${probe.mend}`);
  const device = probe.devices[0]!;
  const compare = async (model: Model, recipe: Recipe) =>
    comparedSchema.parse(
      await askPython(
        worker.command,
        join(import.meta.dirname, 'native.py'),
        { request: requestOf(device, model, recipe), pairs: PAIRS },
        { OMP_NUM_THREADS: `${probe.observed.threads}` },
      ),
    );
  const lines: string[] = [];
  for (const model of [mnistCnn, fashionCnn]) {
    for (const recipe of ['naive', 'optimized'] as const) {
      const found: Compared[] = [];
      for (let i = 0; i < PROCESSES; i++) found.push(await compare(model, recipe));
      lines.push(describe(model, recipe, found));
    }
  }
  return [
    `native: our PyTorch worker against a bare loop, samples a second in training, float32; target at least ${TARGET}`,
    `  PyTorch ${probe.version} on ${device.name} (${device.kind}); ratio: median and quartiles of ${PROCESSES * PAIRS} pairs of blocks`,
    '  net         recipe     batch      bare      ours   ratio     25%     75%',
    ...lines,
  ].join('\n');
}
