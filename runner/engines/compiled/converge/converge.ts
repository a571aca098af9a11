/** @file Training to a target accuracy on a compiled engine. */
import type { LoadDataset } from '../../../datasets/load.ts';
import type { Samples } from '../../../datasets/samples.ts';
import { runConvergence } from '../../../worker/converge/convergence.ts';
import type { PrepareTraining } from '../../../worker/converge/trainer.ts';
import type { Order } from '../tasks/build.ts';
import type { Converge } from '../tasks/run.ts';
import { openFeed } from './feed.ts';
import { createTrainer } from './trainer.ts';

/** Nothing stays on the device: both recipes copy every batch from the host. */
export const prepareTraining =
  (order: Order): PrepareTraining =>
  async ({ dataset: { shape, train, test }, ...training }) => {
    const open = (samples: Samples) => openFeed(training.recipe, samples, shape, training.model.inputShape);
    const feeds = { train: open(train), test: open(test) };
    return () => createTrainer(order, training, feeds);
  };

/** How the worker of a compiled engine trains to a target. */
export const convergeOn =
  (loadDataset: LoadDataset): Converge =>
  (workload, order, report, emit, clock) =>
    runConvergence(
      workload,
      order.request,
      { prepare: prepareTraining(order), report },
      emit,
      loadDataset,
      clock,
    );
