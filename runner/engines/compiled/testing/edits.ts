/** @file Faults of a compiled engine that a check must find: a device is wrapped so that one of its parts is wrong. */
import type { Backend, Executable, HostArray, InputSet } from '../backend.ts';
import type { Step, StepScalars } from '../graph/step.ts';
import type { Value } from '../graph/value.ts';
import type { Plan } from '../plan/plan.ts';
import type { DropoutMistake, Edit } from './edit.ts';

function waitBusily(ms: number): void {
  const endMs = performance.now() + ms;
  while (performance.now() < endMs);
}

const batchOf = (plan: Plan): number => plan.graph.inputs[0]!.shape[0]!;

/** What stands in place of a step. */
function editStep(step: Step, { epsilonFactor = 1, dropout }: Edit, backward: boolean): Step[] {
  if ('epsilon' in step) return [{ ...step, epsilon: step.epsilon * epsilonFactor }];
  if (step.kind !== 'dropout' || !dropout) return [step];
  const edited = dropout(step, backward);
  return edited === null ? [] : [edited];
}

function editPlan(plan: Plan, edit: Edit): Plan {
  const factor = edit.gradientFactor?.(batchOf(plan)) ?? 1;
  const part = edit.part ?? 1;
  const shortened = (out: Value): Value => ({
    ...out,
    shape: [out.shape[0]! * part, ...out.shape.slice(1)],
  });
  const loss = plan.graph.operations.findIndex(({ kind }) => kind === 'cross-entropy');
  const operations = plan.graph.operations.map((given, at) => {
    const operation =
      'epilogue' in given
        ? { ...given, epilogue: given.epilogue.flatMap((step) => editStep(step, edit, at > loss)) }
        : given;
    if (operation.kind === 'elementwise') return { ...operation, out: shortened(operation.out) };
    return operation.kind === 'update'
      ? { ...operation, gradientFactor: factor * operation.gradientFactor }
      : operation;
  });
  return { ...plan, graph: { ...plan.graph, operations } };
}

function editExecutable(real: Executable, edit: Edit, batch: number): Executable {
  const runs = new Map<InputSet, number>();
  const wrapped = new Map<InputSet, InputSet>();
  let steps = 0;
  let writtenAverages = false;
  const contents = new Map<InputSet, string>();
  const known = new Set<string>();
  const changed = (values: HostArray) => edit.values?.(values, batch) ?? values;
  return {
    ...real,
    createInputs: () => {
      const set = real.createInputs();
      const outer: InputSet = {
        write: (arrays) => {
          if (edit.foundByContentMs !== undefined) contents.set(outer, arrays.join());
          set.write(arrays.map(changed));
        },
        dispose: () => set.dispose(),
      };
      wrapped.set(outer, set);
      return outer;
    },
    run: (set, scalars) => {
      steps++;
      const earlier = runs.get(set) ?? 0;
      runs.set(set, earlier + 1);
      if (edit.skip?.(earlier)) return;
      if (edit.foundByContentMs !== undefined) {
        const content = contents.get(set)!;
        if (known.has(content)) return;
        known.add(content);
        waitBusily(edit.foundByContentMs);
      }
      const [first] = wrapped.keys();
      const used = edit.firstInputs?.(steps) ? first! : set;
      real.run(wrapped.get(used)!, edit.scalars?.(scalars, steps, batch) ?? scalars);
    },
    runPart: (set, scalars, operations) => {
      real.runPart(wrapped.get(set)!, edit.scalars?.(scalars, steps, batch) ?? scalars, operations);
    },
    write: (value, array) => {
      const { place } = value;
      if (place.kind === 'arena' && place.arena === 'squares') steps = 0;
      const isAverage = place.kind === 'state';
      if (isAverage && edit.startAverages && writtenAverages) return;
      if (isAverage) writtenAverages = true;
      real.write(value, isAverage ? array : changed(array));
    },
    finish: () => real.finish(),
    read: async (value, ...part) => {
      const { place } = value;
      if (edit.keptAverages && place.kind === 'state') return place.start.slice();
      return real.read(value, ...part);
    },
    observed: () => real.observed(),
    dispose: () => undefined,
  };
}

/**
 * A device whose programs are kept, so that trying one edit after another builds each program once. Its programs are
 * never disposed.
 * @param spoil Makes a mistake in all kernels that are generated from now on.
 */
export function keepPrograms(
  backend: Backend,
  spoil: (mistake: DropoutMistake | null) => void,
): (edit: Edit) => Backend {
  const kept = new Map<string, Promise<Executable>>();
  return (edit) => ({
    ...backend,
    build: async (plan, recipe) => {
      const batch = batchOf(plan);
      const edited = editPlan(plan, edit);
      const factors = [edit.gradientFactor?.(batch), edit.part, edit.epsilonFactor, edit.kernels];
      const { inputs, operations } = plan.graph;
      const steps = edited.graph.operations.flatMap((one) => ('epilogue' in one ? one.epilogue : []));
      const dropouts = steps.filter(({ kind }) => kind === 'dropout');
      const scale = edit.kernels?.kind === 'scale' && edit.kernels.factor(0);
      const key = JSON.stringify([recipe, ...factors, scale, inputs, operations.length, dropouts]);
      spoil(edit.kernels ?? null);
      const found = kept.get(key) ?? backend.build(edited, recipe);
      kept.set(key, found);
      return editExecutable(await found, edit, batch);
    },
  });
}

/** The reference's samples of mnist-cnn and fashion-cnn are 16: what the older check looked at. */
const OLD_BATCH = 16;

const toBfloat16 = (values: HostArray): HostArray => {
  if (values instanceof Int32Array) return values;
  const rounded = values.slice();
  const words = new Uint32Array(rounded.buffer);
  words.forEach((word, i) => {
    words[i] = (word + 0x7fff + ((word >>> 16) & 1)) & 0xffff_0000;
  });
  return rounded;
};

/** The first samples of a batch, repeated: a mean over these alone. */
const firstSamples = (values: HostArray, batch: number): HostArray => {
  const part = values.slice(0, (values.length / batch) * OLD_BATCH);
  const repeated = values.slice();
  for (let at = 0; at < repeated.length; at += part.length) repeated.set(part, at);
  return repeated;
};

const noUpdate = (scalars: StepScalars): StepScalars => ({ ...scalars, updateFactor: 0 });

/** Edits of a training; each is wrong at a batch above `OLD_BATCH` at the latest. */
export const trainingEdits: readonly [string, Edit][] = [
  ['gradients reversed at a large batch', { gradientFactor: (batch) => (batch > OLD_BATCH ? -1 : 1) }],
  [
    'only some samples of a large batch',
    { values: (values, batch) => (values.length % batch === 0 ? firstSamples(values, batch) : values) },
  ],
  [
    'every second step left out',
    { scalars: (scalars, run) => (run % 2 === 0 ? noUpdate(scalars) : scalars) },
  ],
  [
    'half precision at a large batch',
    { values: (values, batch) => (batch > OLD_BATCH ? toBfloat16(values) : values) },
  ],
  ['equal masks of dropout in every step', { scalars: (scalars) => ({ ...scalars, dropoutKey: 1 }) }],
  ['no dropout', { scalars: (scalars) => ({ ...scalars, dropout: false }) }],
  ['a loss that is kept', { skip: (earlier) => earlier > 0 }],
  [
    'every thirteenth step left out',
    { scalars: (scalars, run) => (run % 13 === 0 ? noUpdate(scalars) : scalars) },
  ],
  ['the first batch in every step after the fifth', { firstInputs: (run) => run > 5 }],
  ['no update after the fifth step', { scalars: (scalars, run) => (run > 5 ? noUpdate(scalars) : scalars) }],
  [
    'a learning rate that is 1 % off',
    { scalars: (scalars) => ({ ...scalars, updateFactor: 1.01 * scalars.updateFactor }) },
  ],
  [
    'a learning rate that is 5 % off',
    { scalars: (scalars) => ({ ...scalars, updateFactor: 1.05 * scalars.updateFactor }) },
  ],
  [
    // As g / (sqrt(v) + 1e-7): equal to it except for gradients near that epsilon.
    'epsilon outside the root',
    { scalars: (scalars) => ({ ...scalars, updateEpsilon: scalars.updateEpsilon ** 2 }) },
  ],
];

/** An output that is kept for a set of inputs, however they are altered. */
export const keptOutputs: Edit = { skip: (earlier) => earlier > 0 };

/** An output that is kept for what its inputs hold, and that takes less than a millisecond to compute. */
export const foundOutputs: Edit = { foundByContentMs: 0.8 };
