/** @file Optimizers: those of tf.train, as in tutorials, and the same formulas with less memory. */
import * as tf from '@tensorflow/tfjs-core';
import type { Adam, Optimizer, RmsProp } from '../../../models/layers.ts';

export interface Updater {
  /** Updates the variables; `gradients` are in the same order and are not disposed. */
  apply(gradients: tf.Tensor[]): void;
  /** Steps so far. */
  steps(): number;
  /** What it keeps of each variable; exists after the first step. `means` is null for rmsprop. */
  states(): { means: readonly tf.Tensor[] | null; squares: readonly tf.Tensor[] };
  dispose(): void;
}

/** What tf.train keeps, which is declared private. */
type Kept = Record<
  'accumulatedFirstMoment' | 'accumulatedSecondMoment' | 'accumulatedMeanSquares',
  readonly { variable: tf.Variable }[] | undefined
>;

function statesOf(trainer: tf.Optimizer): ReturnType<Updater['states']> {
  const kept = trainer as unknown as Kept;
  const of = (name: keyof Kept) => kept[name]?.map(({ variable }) => variable);
  const means = of('accumulatedFirstMoment') ?? null;
  const squares = of(means ? 'accumulatedSecondMoment' : 'accumulatedMeanSquares');
  if (!squares) throw new Error('this version of tfjs keeps the state of its optimizers elsewhere');
  return { means, squares };
}

/** The optimizer of the tutorials. tf.train.adam keeps all temporary arrays of a step until its end. */
export function tutorialUpdater(variables: tf.Variable[], optimizer: Optimizer): Updater {
  const trainer =
    optimizer.kind === 'adam'
      ? tf.train.adam(optimizer.learningRate, optimizer.beta1, optimizer.beta2, optimizer.epsilon)
      : tf.train.rmsprop(optimizer.learningRate, optimizer.rho, 0, optimizer.epsilon);
  return {
    apply: (gradients) =>
      trainer.applyGradients(gradients.map((tensor, i) => ({ name: variables[i]!.name, tensor }))),
    steps: () => trainer.iterations,
    states: () => statesOf(trainer),
    dispose: () => trainer.dispose(),
  };
}

/** Moving average: average = decay * average + (1 - decay) * value. */
function average(state: tf.Variable, decay: number, value: tf.Tensor): tf.Tensor {
  const next = tf.add(tf.mul(state, decay), tf.mul(value, 1 - decay));
  state.assign(next);
  return next;
}

function rmsPropStep(variable: tf.Variable, gradient: tf.Tensor, squares: tf.Variable, rule: RmsProp): void {
  const mean = average(squares, rule.rho, tf.square(gradient));
  const step = tf.div(tf.mul(gradient, rule.learningRate), tf.sqrt(tf.add(mean, rule.epsilon)));
  variable.assign(tf.sub(variable, step));
}

/** Adam with the bias corrections folded into two scalars, which saves two passes over every array. */
function adamStep(
  variable: tf.Variable,
  gradient: tf.Tensor,
  state: { mean: tf.Variable; squares: tf.Variable },
  rule: Adam,
  step: number,
): void {
  const correction1 = 1 - rule.beta1 ** step;
  const root2 = Math.sqrt(1 - rule.beta2 ** step);
  const mean = average(state.mean, rule.beta1, gradient);
  const squares = average(state.squares, rule.beta2, tf.square(gradient));
  const divisor = tf.add(tf.sqrt(squares), rule.epsilon * root2);
  variable.assign(tf.sub(variable, tf.div(tf.mul(mean, (rule.learningRate * root2) / correction1), divisor)));
}

/** The same formulas one variable at a time: temporary arrays are freed after each variable. */
export function leanUpdater(variables: tf.Variable[], optimizer: Optimizer): Updater {
  const zeros = () => variables.map((variable) => tf.tidy(() => tf.variable(tf.zerosLike(variable), false)));
  const squares = zeros();
  const means = optimizer.kind === 'adam' ? zeros() : [];
  let step = 0;
  return {
    apply: (gradients) => {
      step++;
      gradients.forEach((gradient, i) => {
        tf.tidy(() => {
          if (optimizer.kind === 'adam') {
            adamStep(variables[i]!, gradient, { mean: means[i]!, squares: squares[i]! }, optimizer, step);
          } else {
            rmsPropStep(variables[i]!, gradient, squares[i]!, optimizer);
          }
        });
      });
    },
    steps: () => step,
    states: () => ({ means: optimizer.kind === 'adam' ? means : null, squares }),
    dispose: () => tf.dispose([...squares, ...means]),
  };
}
