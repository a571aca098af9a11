/** @file Trains a compiled net on a data set epoch by epoch and evaluates it, in either recipe. */
import { DROPOUT_STREAM, streamKey } from '../../../models/generator.ts';
import { product } from '../../../models/shapes.ts';
import { inBatches } from '../../../worker/converge/batches.ts';
import { finiteLoss, type Trainer, type Training } from '../../../worker/converge/trainer.ts';
import type { Progress } from '../../../worker/emit.ts';
import { shuffled } from '../../../worker/shuffle.ts';
import { checkTraining } from '../../../worker/training-check.ts';
import { NO_SCALARS } from '../program.ts';
import { stepScalars } from '../scalars.ts';
import type { Order } from '../tasks/build.ts';
import { buildOwn, TrainedProgram } from '../tasks/trained.ts';
import type { Feed, HostBatch } from './feed.ts';
import { buildPrograms } from './programs.ts';

/** Most batches that the optimized recipe queues before it waits for the first of them. */
const MOST_AHEAD = 16;

/** Most bytes of batches that wait in the queue: their copies stay in memory until the device has read them. */
const BYTES_AHEAD = 256 * 1024 ** 2;

/** Number of samples whose largest logit is that of their label; `logits` are rows [labels, classes]. */
export function countRight(logits: Float32Array, labels: Int32Array): number {
  const classes = logits.length / labels.length;
  return labels.reduce((right, label, row) => {
    const scores = logits.subarray(row * classes, (row + 1) * classes);
    return right + (scores.indexOf(Math.max(...scores)) === label ? 1 : 0);
  }, 0);
}

export async function createTrainer(
  order: Order,
  { model, recipe, batchSize, seed }: Omit<Training, 'dataset'>,
  { train, test }: { train: Feed; test: Feed },
): Promise<Trainer> {
  const programs = await buildPrograms(order, model, batchSize, { train: train.samples, test: test.samples });
  const { training, inference } = programs;
  const { program } = training.main;
  const reference = order.findReference(model.id, order.options.type);
  const trained = new TrainedProgram(training.main);
  const dropoutKey = streamKey(seed, DROPOUT_STREAM);
  const batchBytes = Float32Array.BYTES_PER_ELEMENT * batchSize * product(model.inputShape);
  const ahead = recipe === 'naive' ? 0 : Math.min(MOST_AHEAD, Math.floor(BYTES_AHEAD / batchBytes));
  let steps = 0;

  function restart(): void {
    steps = 0;
    program.restart(seed);
  }

  /** The sum of the losses of a batch. */
  async function step({ inputs, labels }: HostBatch): Promise<number> {
    steps++;
    const scalars = stepScalars(model.optimizer, steps, dropoutKey);
    const [loss] = await training.run(labels.length, [inputs, labels], scalars);
    return loss! * labels.length;
  }

  const evaluated = async ({ inputs, labels }: HostBatch): Promise<number> =>
    countRight(await inference.run(labels.length, [inputs], NO_SCALARS), labels);

  /** Mean over the samples at these places. The naive recipe reads every result before the next batch. */
  async function mean(
    feed: Feed,
    places: Int32Array<ArrayBuffer>,
    compute: (batch: HostBatch) => Promise<number>,
    progress: Progress,
  ): Promise<number> {
    const count = Math.ceil(places.length / batchSize);
    const queued: Promise<number>[] = [];
    let sum = 0;
    await inBatches(places, batchSize, async (part, number) => {
      const result = compute(feed.batch(part));
      // A device that fails rejects all results at once; each is still awaited below.
      result.catch(() => undefined);
      queued.push(result);
      if (queued.length > ahead) sum += await queued.shift()!;
      if (recipe === 'naive') await program.executable.finish();
      await progress((number + 1) / count);
    });
    for (const result of queued) sum += await result;
    // The last step's update finishes after its loss.
    await program.executable.finish();
    return sum / places.length;
  }

  restart();
  return {
    trainSteps: Math.ceil(train.samples / batchSize),
    evaluateSteps: Math.ceil(test.samples / batchSize),
    firstStep: async () => {
      await step(train.batch(shuffled(seed, 0, train.samples).subarray(0, batchSize)));
      await program.executable.finish();
    },
    check: async (progress) => {
      const { check } = await checkTraining(trained, buildOwn(order, model), reference, progress);
      restart();
      return check;
    },
    trainEpoch: async (epoch, progress) =>
      finiteLoss(await mean(train, shuffled(seed, epoch, train.samples), step, progress), epoch),
    evaluate: (progress) =>
      mean(
        test,
        Int32Array.from({ length: test.samples }, (_, place) => place),
        evaluated,
        progress,
      ),
    observed: () => program.executable.observed(),
    dispose: programs.dispose,
  };
}
