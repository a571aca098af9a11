/**
 * @file Our PyTorch worker against a bare loop over the same net, written by hand as PyTorch's documentation teaches: same
 * batch, same dtype, same device. Both are fresh processes that take turns, so that a slow spell of the machine hits both.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import * as z from 'zod';
import type { Cell, Device } from '../../data/contract/cell.ts';
import { quantile } from '../../data/contract/stats.ts';
import type { Recipe } from '../../data/contract/words.ts';
import { pytorch } from '../../runner/engines/pytorch/engine.ts';
import { fashionCnn } from '../../runner/models/fashion-cnn.ts';
import type { Model } from '../../runner/models/layers.ts';
import { mnistCnn } from '../../runner/models/mnist-cnn.ts';
import { PROTOCOL_VERSION, type RunRequest, type Timing } from '../../runner/protocol.ts';
import { probeEngine, runRepetition } from '../../runner/supervise.ts';

const ROUNDS = 5;
/** Share of the bare loop's throughput that ours shall reach. */
const TARGET = 0.98;
const SECONDS = 4;
const limits = { deadlineMs: 300_000, signal: new AbortController().signal };

const timing: Timing = {
  ...{ minWarmUpSteps: 5, minWarmUpMs: 1000, minSamples: 10, minMeasureMs: SECONDS * 1000 },
  ...{ maxMeasureMs: SECONDS * 2000, exactSamples: null },
};

const bareSchema = z.object({ samplesNs: z.array(z.number()).min(1), itemsPerSample: z.number() });

interface Timed {
  samplesNs: readonly number[];
  itemsPerSample: number;
}

/** Items a second at the median sample. */
const throughput = ({ samplesNs, itemsPerSample }: Timed): number =>
  (1e9 * itemsPerSample) / quantile(samplesNs, 0.5);

async function ours(device: Device, model: Model, recipe: Recipe, runIndex: number): Promise<Timed> {
  const cell: Cell = {
    ...{ workload: model.id, mode: 'train', engine: 'pytorch', device, recipe, dtype: 'float32' },
    ...{ batchSize: model.batchSize[recipe], size: null, sequenceLength: null, languageModel: null },
  };
  const request: RunRequest = {
    ...{ type: 'run', protocol: PROTOCOL_VERSION, cell, timing, runIndex, seed: 1 },
    ...{ convergence: null, modelFile: null },
  };
  const attempt = await runRepetition(pytorch, request, limits, () => undefined);
  if (attempt.status !== 'ok') {
    throw new Error(`${model.id}: ${'reason' in attempt ? attempt.reason : attempt.status}`);
  }
  return attempt.result.repetition;
}

function bare(python: string, threads: number, device: Device, model: Model, recipe: Recipe): Timed {
  const place = device.kind === 'cpu' ? 'cpu' : device.api === 'metal' ? 'mps' : 'cuda';
  const run = spawnSync(
    python,
    [
      ...['-B', join(import.meta.dirname, 'native.py'), model.id, recipe],
      ...[String(model.batchSize[recipe]), place, String(SECONDS)],
    ],
    { encoding: 'utf8', env: { ...process.env, PYTHONNOUSERSITE: '1', OMP_NUM_THREADS: `${threads}` } },
  );
  if (run.status !== 0) throw new Error(`native.py: ${run.stderr.trim().split('\n').at(-1)}`);
  return bareSchema.parse(JSON.parse(run.stdout));
}

interface Compared {
  model: Model;
  recipe: Recipe;
  bareValues: number[];
  ourValues: number[];
}

function describe({ model, recipe, bareValues, ourValues }: Compared): string {
  const [bareValue, ourValue] = [quantile(bareValues, 0.5), quantile(ourValues, 0.5)];
  const columns = [
    model.id.padEnd(12),
    recipe.padEnd(10),
    `${model.batchSize[recipe]}`.padStart(6),
    bareValue.toFixed(0).padStart(10),
    ourValue.toFixed(0).padStart(10),
    (ourValue / bareValue).toFixed(3).padStart(8),
  ];
  return `  ${columns.join('')}`;
}

export async function run(): Promise<string> {
  const worker = pytorch.worker();
  if ('why' in worker) throw new Error(`pytorch: ${worker.why}; ${worker.mend}`);
  const probe = await probeEngine(pytorch, limits);
  if (!probe.available) throw new Error(`pytorch: ${probe.why}; ${probe.mend}`);
  const device = probe.devices[0]!;
  const threads = Number(probe.observed.threads);
  const compared = [mnistCnn, fashionCnn].flatMap((model) =>
    (['naive', 'optimized'] as const).map(
      (recipe): Compared => ({ model, recipe, bareValues: [], ourValues: [] }),
    ),
  );
  for (let round = 0; round < ROUNDS; round++) {
    for (const { model, recipe, bareValues, ourValues } of compared) {
      bareValues.push(throughput(bare(worker.command, threads, device, model, recipe)));
      ourValues.push(throughput(await ours(device, model, recipe, round)));
    }
  }
  return [
    `native: our PyTorch worker against a bare loop, samples a second in training, float32, median of ${ROUNDS} processes of each; target at least ${TARGET}`,
    `  PyTorch ${probe.version} on ${device.name} (${device.kind})`,
    '  net         recipe     batch      bare      ours   ratio',
    ...compared.map(describe),
  ].join('\n');
}
