/**
 * @file The overhead of our timing loop over a bare loop with the same task in the same process. Short blocks of both
 * alternate, and the fastest block of each counts, because other load can only make a block slower.
 */
import { MatMul } from '../../runner/engines/tfjs/tasks/matmul.ts';
import { Training } from '../../runner/engines/tfjs/tasks/training.ts';
import { startWasm } from '../../runner/engines/tfjs-wasm/start.ts';
import { performanceClock } from '../../runner/measure/clock.ts';
import { measure, type Sampler } from '../../runner/measure/measure.ts';
import type { Timing } from '../../runner/protocol/messages.ts';
import { mnistCnn } from '../../runner/workloads/mnist-cnn.ts';

const PAIRS = 101;
const SEED = 1;

const exactly = (samples: number): Timing => ({
  minWarmUpSteps: 0,
  minWarmUpMs: 0,
  minSamples: 1,
  minMeasureMs: 0,
  maxMeasureMs: 1,
  exactSamples: samples,
});

async function bareLoop(task: Sampler, samples: number): Promise<void> {
  for (let i = 0; i < samples; i++) await task.sample();
}

async function timeMs(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}

/** Overhead of our fastest block over the fastest bare one, in percent; the order alternates. */
async function overheadPercent(task: Sampler, samples: number): Promise<number> {
  const ours = () => measure(task, exactly(samples), performanceClock, () => {});
  const bare = () => bareLoop(task, samples);
  await bare();
  await ours();
  const oursMs: number[] = [];
  const bareMs: number[] = [];
  for (let pair = 0; pair < PAIRS; pair++) {
    if (pair % 2 === 0) oursMs.push(await timeMs(ours));
    bareMs.push(await timeMs(bare));
    if (pair % 2 === 1) oursMs.push(await timeMs(ours));
  }
  return 100 * (Math.min(...oursMs) / Math.min(...bareMs) - 1);
}

export async function run(): Promise<string> {
  // One thread: with more, other load on the machine would affect the result.
  const backend = await startWasm(1);
  const options = { seed: SEED, exactSamples: true };
  const training = new Training(backend, { ...options, recipe: 'naive' }, mnistCnn, 16);
  const product = new MatMul(backend, { ...options, recipe: 'optimized' }, 256);
  const trainingPercent = await overheadPercent(training, 3);
  const productPercent = await overheadPercent(product, 20);
  return [
    `overhead: our loop against a bare loop, fastest of ${PAIRS} blocks of each in turn; target at most 2 %`,
    `  mnist-cnn step, batch 16   ${trainingPercent.toFixed(2)} %`,
    `  one 256 x 256 product      ${productPercent.toFixed(2)} %`,
  ].join('\n');
}
