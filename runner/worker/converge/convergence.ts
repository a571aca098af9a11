/** @file Trains to a target accuracy on any engine; every epoch and its evaluation is timed. */
import type { Convergence } from '../../../data/contract/repetition.ts';
import { findDataset } from '../../datasets/catalogue.ts';
import { generateDataset } from '../../datasets/generate.ts';
import type { LoadDataset } from '../../datasets/load.ts';
import type { Dataset } from '../../datasets/samples.ts';
import { type Clock, performanceClock, watchClock } from '../../measure/clock.ts';
import type { Model } from '../../models/layers.ts';
import type { Phase, RunRequest } from '../../protocol/messages.ts';
import type { Workload } from '../../workloads/workload.ts';
import { type Emit, type Progress, toResultMessage } from '../emit.ts';
import type { EngineReport } from '../run-task.ts';
import { seedOfRun } from '../shuffle.ts';
import { UnsupportedError } from '../unsupported.ts';
import type { PrepareTraining, Trainer } from './trainer.ts';

type Plan = NonNullable<RunRequest['convergence']>;

/** Minimum interval between messages: sending them takes measured time. */
const REPORT_EVERY_NS = 500e6;

const NS_PER_MS = 1e6;

/** Sends the progress of one phase; the first message immediately. */
function reporter(emit: Emit, phase: Phase, clock: Clock): Progress {
  const startedNs = clock.nowNs();
  let reportedNs = Number.NEGATIVE_INFINITY;
  return async (fraction) => {
    const elapsedNs = clock.nowNs() - startedNs;
    if (elapsedNs - reportedNs < REPORT_EVERY_NS) return;
    reportedNs = elapsedNs;
    // Training may end before the last epoch.
    const remainingMs = fraction > 0 ? (elapsedNs / NS_PER_MS) * (1 / fraction - 1) : null;
    await emit({ type: 'progress', phase, fraction, remainingMs: phase === 'measure' ? remainingMs : null });
  };
}

async function openDataset(
  { dataset }: Model,
  { dataFolder }: Plan,
  loadDataset: LoadDataset,
  progress: Progress,
): Promise<Dataset> {
  if (dataFolder !== null) return loadDataset(dataset.name, dataFolder);
  const { trainSamples, evalSamples } = dataset;
  return generateDataset({ ...findDataset(dataset.name), trainSamples, evalSamples }, progress);
}

type Epoch = Convergence['epochs'][number];

/**
 * Each epoch begins when the previous one ends, so the samples add up to the time to target (methodology: evaluation
 * is timed; loading, the first upload and compilation are not).
 * @param endNs Reading of the clock after which no further epoch starts.
 * @throws Error if the clock jumped
 */
async function trainToTarget(
  trainer: Trainer,
  { target, maxEpochs }: Plan,
  clock: Clock,
  endNs: number,
  progress: Progress,
): Promise<{ epochs: Epoch[]; elapsedNs: number }> {
  const steps = trainer.trainSteps + trainer.evaluateSteps;
  const epochs: Epoch[] = [];
  await progress(0);
  const checkClock = watchClock(clock);
  const beganNs = clock.nowNs();
  let startedNs = beganNs;
  const isDone = (): boolean => {
    const last = epochs.at(-1);
    return last !== undefined && (last.accuracy >= target || startedNs >= endNs);
  };
  while (epochs.length < maxEpochs && !isDone()) {
    const done = epochs.length;
    const part =
      (first: number, count: number): Progress =>
      (fraction) =>
        progress((done + (first + fraction * count) / steps) / maxEpochs);
    const loss = await trainer.trainEpoch(done, part(0, trainer.trainSteps));
    const trainedNs = clock.nowNs();
    const accuracy = await trainer.evaluate(part(trainer.trainSteps, trainer.evaluateSteps));
    const evaluatedNs = clock.nowNs();
    // A coarse clock may not advance during an epoch, but the contract requires positive durations.
    epochs.push({
      trainNs: Math.max(trainedNs - startedNs, 1),
      evaluateNs: Math.max(evaluatedNs - trainedNs, 1),
      loss,
      accuracy,
    });
    startedNs = evaluatedNs;
  }
  checkClock();
  return { epochs, elapsedNs: Math.max(startedNs - beganNs, 1) };
}

/** An engine that trains to a target. */
export interface TrainingEngine {
  prepare: PrepareTraining;
  report: EngineReport;
}

/** Same as `runConvergence`, for a given model. */
export async function converge(
  model: Model,
  request: RunRequest,
  plan: Plan,
  { prepare, report }: TrainingEngine,
  emit: Emit,
  loadDataset: LoadDataset,
  clock: Clock = performanceClock,
): Promise<void> {
  const { recipe, batchSize } = request.cell;
  if (batchSize === null) throw new Error('cell.batchSize: training needs a batch; set it to samples a step');
  const seed = seedOfRun(request.seed, request.runIndex);
  const loading = reporter(emit, 'load', clock);
  await loading(0);
  const dataset = await openDataset(model, plan, loadDataset, loading);
  const build = await prepare({ model, dataset, recipe, batchSize, seed });

  const startedNs = clock.nowNs();
  const trainer = await build();
  await trainer.firstStep();
  const coldStartNs = Math.max(clock.nowNs() - startedNs, 1);

  const check = await trainer.check(reporter(emit, 'check', clock));
  const endNs = startedNs + (request.budgetMs ?? Number.POSITIVE_INFINITY) * NS_PER_MS;
  const measuring = reporter(emit, 'measure', clock);
  const { epochs, elapsedNs } = await trainToTarget(trainer, plan, clock, endNs, measuring);
  const failure = await report.failure();
  if (failure) throw failure;
  const peakMemory = report.peakMemory();
  const built = (await trainer.observed?.()) ?? {};
  trainer.dispose();
  await emit(
    toResultMessage(request, {
      engineVersion: report.version,
      observed: { ...(await report.observed()), ...built },
      repetition: {
        coldStartNs,
        // Training to a target has no warm-up that could be unsteady.
        warmUpSteps: 0,
        warmUpNs: 0,
        steady: true,
        samplesNs: epochs.map(({ trainNs, evaluateNs }) => trainNs + evaluateNs),
        samplesThinned: 0,
        elapsedNs,
        itemsPerSample: dataset.train.labels.length,
        convergence: {
          target: plan.target,
          reached: epochs.at(-1)!.accuracy >= plan.target,
          seed,
          dataSource: plan.dataFolder === null ? 'generated' : 'official',
          epochs,
        },
      },
      check,
      peakMemory,
    }),
  );
}

/**
 * Trains the model of a `converge` cell until its accuracy on the evaluation set reaches the target, or until the
 * maximum number of epochs of the request. Emits one `result` in both cases; throws on errors.
 * @param workload the workload of the cell
 */
export async function runConvergence(
  workload: Workload,
  request: RunRequest,
  engine: TrainingEngine,
  emit: Emit,
  loadDataset: LoadDataset,
  clock: Clock = performanceClock,
): Promise<void> {
  const { convergence } = request;
  if (workload.kind !== 'model' || workload.model.input.kind !== 'image') {
    throw new UnsupportedError(`${workload.id} (converge)`, 'only nets for images are trained to a target');
  }
  if (!convergence) throw new Error('convergence: training to a target needs one; set target and maxEpochs');
  await converge(workload.model, request, convergence, engine, emit, loadDataset, clock);
}
