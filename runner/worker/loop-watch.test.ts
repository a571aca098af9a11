import { expect, test } from 'vitest';
import type { Model } from '../models/layers.ts';
import { kerasRmsProp } from '../models/layers.ts';
import { tiny } from '../testing/tiny-nets.ts';
import { LoopWatch, MOST_LOOKS } from './loop-watch.ts';
import type { Trained } from './training-check.ts';

const model: Model = {
  ...tiny([{ kind: 'dense', units: 4, activation: 'softmax' }], [3]),
  optimizer: kerasRmsProp,
};

/** A loop whose steps take some time, of which some are left out. */
async function looks(stepMs: number, skip: (step: number) => boolean, count = 40) {
  const state = { weights: new Float64Array(12).fill(0.5), squares: new Float64Array(12) };
  let [ms, steps] = [0, 0];
  const sample: Trained['sample'] = async () => ({
    weights: state.weights.slice(),
    squares: state.squares.slice(),
    means: null,
  });
  const watch = new LoopWatch(
    { model, sample } as Partial<Trained> as Trained,
    () => steps,
    () => ms,
  );
  for (let step = 1; step <= count; step++) {
    await watch.look();
    ms += stepMs;
    steps = step;
    if (skip(step)) continue;
    for (let i = 0; i < 12; i++) {
      state.squares[i] = 0.9 * state.squares[i]! + 0.1 * 0.01 ** 2;
      state.weights[i]! -= (1e-3 * 0.01) / Math.sqrt(state.squares[i]! + 1e-7);
    }
  }
  return watch.comparisons.map(({ error, tolerance }) => error <= tolerance);
}

test('long steps are looked at one by one, until there are enough', async () => {
  expect(await looks(60, () => false)).toEqual(Array(MOST_LOOKS).fill(true));
  const seldom = await looks(60, (step) => step % 9 === 0);
  expect(seldom.flatMap((right, at) => (right ? [] : [at]))).toEqual([7, 16, 25]);
});

test('short steps are not looked at: reading would take longer than they do', async () => {
  expect(await looks(20, () => false)).toEqual([]);
});
