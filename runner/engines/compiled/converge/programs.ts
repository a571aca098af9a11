/** @file The programs that train and evaluate one net at the batch sizes of a data set; all share its trained arrays. */
import type { Model } from '../../../models/layers.ts';
import { batchSizes } from '../../../worker/converge/batches.ts';
import type { HostArray, InputSet } from '../backend.ts';
import { inferenceGraph, trainingGraph } from '../compile.ts';
import type { StepScalars } from '../graph/step.ts';
import type { Program } from '../program.ts';
import { type Built, buildNet, type Compile, type Order } from '../tasks/build.ts';

/** A program at each batch size. */
interface Sized {
  /** Of the usual batch size. */
  main: Built<Model>;
  /** Queues a pass over a batch; resolves to its result when the device has computed it. */
  run(size: number, arrays: readonly HostArray[], scalars: StepScalars): Promise<Float32Array<ArrayBuffer>>;
  /** Frees the largest last, because it may own what the others share. */
  dispose(): void;
}

interface WithInputs {
  program: Program;
  set: InputSet;
}

async function buildSized(
  order: Order,
  compile: Compile<Model>,
  model: Model,
  [usual, ...others]: readonly number[],
  sharedWith: Program | null,
): Promise<Sized> {
  const main = await buildNet(order, compile, model, usual!, sharedWith);
  const bySize = new Map<number, WithInputs>();
  const add = ({ program, batchSize }: Built<Model>) =>
    bySize.set(batchSize, { program, set: program.executable.createInputs() });
  add(main);
  for (const size of others) {
    add(await buildNet(order, compile, model, size, sharedWith ?? main.program));
  }
  return {
    main,
    run: (size, arrays, scalars) => {
      const { program, set } = bySize.get(size)!;
      set.write(arrays);
      program.executable.run(set, scalars);
      return program.executable.read(program.graph.results[0]!);
    },
    dispose: () => {
      for (const { program, set } of [...bySize.values()].toReversed()) {
        set.dispose();
        program.executable.dispose();
      }
    },
  };
}

export interface Programs {
  /** Their result is the loss. */
  training: Sized;
  /** Their result is the logits. */
  inference: Sized;
  dispose(): void;
}

/** @param samples numbers of the two parts of the data set */
export async function buildPrograms(
  order: Order,
  model: Model,
  batchSize: number,
  samples: { train: number; test: number },
): Promise<Programs> {
  const training = await buildSized(order, trainingGraph, model, batchSizes(samples.train, batchSize), null);
  const inference = await buildSized(
    order,
    inferenceGraph,
    model,
    batchSizes(samples.test, batchSize),
    training.main.program,
  );
  return {
    training,
    inference,
    dispose: () => {
      inference.dispose();
      training.dispose();
    },
  };
}
