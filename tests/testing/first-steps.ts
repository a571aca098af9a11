/**
 * @file The first two steps of a net, by the functions of the engine's own check; prints what was found as JSON. A process
 * of its own, because two Dawn instances in one abort.
 *
 *     node --import tsx tests/testing/first-steps.ts ENGINE NET
 */
import type { EngineId } from '../../data/contract/words.ts';
import { compileOptions } from '../../runner/engines/compiled/tasks/build.ts';
import { buildOwn } from '../../runner/engines/compiled/tasks/trained.ts';
import { requestOf } from '../../runner/engines/compiled/testing/request.ts';
import { createLearner } from '../../runner/engines/tfjs/network/learner.ts';
import { startWebgpu as startTfjs } from '../../runner/engines/tfjs-webgpu/start.ts';
import { openDawn } from '../../runner/engines/webgpu/dawn.ts';
import { createBackend } from '../../runner/engines/webgpu/device/backend.ts';
import { createChoices } from '../../runner/engines/webgpu/device/choices.ts';
import { openDevice } from '../../runner/engines/webgpu/device/device.ts';
import type { Model } from '../../runner/models/layers.ts';
import { CHECK_SEED, findReference } from '../../runner/models/references.ts';
import { firstStepComparisons } from '../../runner/worker/check/first-steps.ts';
import { filledBatch } from '../../runner/worker/fill.ts';
import { firstSteps, type OwnTrained } from '../../runner/worker/training-check.ts';
import { models } from '../../runner/workloads/index.ts';

/** The second step is the first that depends on what the optimizer kept. */
const STEPS = 2;

type Build = (model: Model, batchSize: number) => Promise<OwnTrained>;

/** Builds a net in training, as the optimized recipe does. */
const builders: Partial<Record<EngineId, Build>> = {
  webgpu: async (model, batchSize) => {
    const { adapter } = await openDawn();
    const backend = createBackend(await openDevice(adapter!), createChoices());
    const request = requestOf({ engine: 'webgpu', workload: model.id, mode: 'train', batchSize }, 1);
    const order = { backend, request, options: compileOptions(request, backend), findReference };
    return buildOwn(order, model)(batchSize, null);
  },
  'tfjs-webgpu': async (model, batchSize) => {
    const started = await startTfjs('optimized');
    if (!started.available) throw new Error(started.reason);
    const { trained, dispose } = createLearner(model, { recipe: 'optimized', seed: CHECK_SEED, batchSize });
    return { ...trained, dispose };
  },
};

const [id, net] = process.argv.slice(2);
const model = models.find((one) => one.id === net)!;
const reference = findReference(model.id)!;
const trained = await builders[id as EngineId]!(model, reference.batch);
const filled = filledBatch(model, reference.batch, reference.batch);
const { losses, ...steps } = await firstSteps(trained, filled, STEPS, () => undefined);
const comparisons = firstStepComparisons(
  { losses, ...steps },
  { ...reference, losses: reference.losses.slice(0, STEPS) },
);
process.stdout.write(JSON.stringify({ losses, comparisons }), () => process.exit());
