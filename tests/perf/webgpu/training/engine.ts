/** @file A net in training on this engine, `webgpu`, and its plan, which needs no device. */
import type { Backend } from '../../../../runner/engines/compiled/backend.ts';
import { trainingGraph } from '../../../../runner/engines/compiled/compile.ts';
import { createPlan, type PlanSummary, summarize } from '../../../../runner/engines/compiled/plan/create.ts';
import { buildProgram } from '../../../../runner/engines/compiled/program.ts';
import { stepScalars } from '../../../../runner/engines/compiled/scalars.ts';
import { cutGrid } from '../../../../runner/engines/webgpu/device/dispatch.ts';
import { variantsOf } from '../../../../runner/engines/webgpu/device/variants.ts';
import type { KernelLimits } from '../../../../runner/engines/webgpu/kernels/kernel.ts';
import { createBatch, DROPOUT_STREAM, streamKey } from '../../../../runner/models/generator.ts';
import type { Model } from '../../../../runner/models/layers.ts';
import { SEED, type Trainer, type TrainingLibrary } from './trainer.ts';

type Type = 'float32' | 'float16';

const graphOf = ({ limits }: Backend, model: Model, batchSize: number, type: Type) =>
  trainingGraph(model, batchSize, { type, recipe: 'optimized', limits });

async function open(backend: Backend, model: Model, batchSize: number, type: Type): Promise<Trainer> {
  const graph = graphOf(backend, model, batchSize, type);
  const subject = { name: `${model.id} at batch ${batchSize}`, option: 'batch' };
  const { executable, restart } = await buildProgram(backend, graph, 'optimized', subject);
  const { inputs, labels } = createBatch(model, SEED, 0, batchSize);
  const batch = executable.createInputs();
  batch.write([inputs, labels]);
  restart(SEED);
  const dropoutKey = streamKey(SEED, DROPOUT_STREAM);
  let step = 1;
  const queueStep = () => executable.run(batch, stepScalars(model.optimizer, ++step, dropoutKey));
  return {
    queueStep,
    run: async (times) => {
      for (let i = 0; i < times; i++) queueStep();
      await executable.finish();
    },
    firstLoss: async () => {
      executable.run(batch, stepScalars(model.optimizer, 1, null));
      const [loss] = await executable.read(graph.results[0]!);
      return loss!;
    },
    bytes: () => createPlan(graph).bytes,
    dispose: () => {
      batch.dispose();
      executable.dispose();
    },
  };
}

export const engineTraining = (backend: Backend, type: Type): TrainingLibrary => ({
  name: type === 'float32' ? 'webgpu' : `webgpu ${type}`,
  mostEmulatedParameters: Number.POSITIVE_INFINITY,
  open: (model, batchSize) => open(backend, model, batchSize, type),
});

/** What a training step takes at a batch size, with the kernels that are chosen where nothing is measured. */
export interface StepPlan extends PlanSummary {
  dispatches: number;
}

/** @throws Error if an operation has no kernel, or an array is too large for the device */
export function planStep(
  backend: Backend,
  kernelLimits: KernelLimits,
  model: Model,
  batchSize: number,
): StepPlan {
  const graph = graphOf(backend, model, batchSize, 'float32');
  const kernels = graph.operations.flatMap((operation) => variantsOf(operation, kernelLimits)[0]!.kernels);
  const dispatches = kernels.reduce((sum, kernel) => sum + cutGrid(kernel).length, 0);
  return { ...summarize(createPlan(graph)), dispatches };
}
