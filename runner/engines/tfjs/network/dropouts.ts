/** @file Looks at the dropouts of a net: what enters and leaves each, forwards and backwards. */
import * as tf from '@tensorflow/tfjs-core';
import type { Dropped, Pair } from '../../../worker/check/dropped.ts';
import { sampledParts } from '../../../worker/check/sampled-parts.ts';
import type { DropoutRule } from '../layers/pass.ts';
import type { DeviceBatch } from './batches.ts';
import type { Network } from './network.ts';
import { partOf, readAll } from './read.ts';

/** Returns its input, and hands a copy of the gradient on. */
const withGradient = (input: tf.Tensor, take: (gradient: tf.Tensor) => void): tf.Tensor =>
  tf.customGrad((x) => ({
    value: (x as tf.Tensor).clone(),
    gradFunc: (gradient) => {
      take(tf.keep(gradient.clone()));
      return gradient.clone();
    },
  }))(input);

/** What one dropout was seen to do; a gradient that is not needed is null. */
interface Seen {
  input: tf.Tensor;
  output: tf.Tensor;
  inputGradient: tf.Tensor | null;
  outputGradient: tf.Tensor | null;
}

/** Reads some samples of a tensor and disposes it. */
async function readSamples(x: tf.Tensor): Promise<Float32Array> {
  const parts = sampledParts(x.shape).map((part) => partOf(x, part));
  const all = parts.length === 1 ? parts[0]! : tf.concat(parts);
  if (parts.length > 1) tf.dispose(parts);
  x.dispose();
  return readAll(all);
}

const readPair = async (before: tf.Tensor, after: tf.Tensor): Promise<Pair> => ({
  before: await readSamples(before),
  after: await readSamples(after),
});

async function readSeen({ input, output, inputGradient, outputGradient }: Seen): Promise<Dropped> {
  const shape = input.shape.slice(1);
  const backward = inputGradient && outputGradient && (await readPair(outputGradient, inputGradient));
  if (!backward) tf.dispose([inputGradient, outputGradient].filter((one) => one !== null));
  return { shape, type: 'float32', forward: await readPair(input, output), backward };
}

/** Computes the loss and gradients of a batch; what every dropout did, in the order in which they ran. */
export async function lookAtDropouts(
  network: Network,
  { inputs, labels }: DeviceBatch,
  dropout: DropoutRule,
): Promise<Dropped[]> {
  const all: Seen[] = [];
  const { value, grads } = tf.variableGrads(
    () =>
      network.loss(inputs, labels, (x, rate, layer) => {
        const input = withGradient(x, (gradient) => {
          seen.inputGradient = gradient;
        });
        const output = dropout(input, rate, layer);
        const [keptInput, keptOutput] = [tf.keep(input.clone()), tf.keep(output.clone())];
        const seen: Seen = {
          input: keptInput,
          output: keptOutput,
          inputGradient: null,
          outputGradient: null,
        };
        all.push(seen);
        return withGradient(output, (gradient) => {
          seen.outputGradient = gradient;
        });
      }),
    network.variables,
  );
  tf.dispose([value, ...Object.values(grads)]);
  const dropped: Dropped[] = [];
  for (const seen of all) dropped.push(await readSeen(seen));
  return dropped;
}
